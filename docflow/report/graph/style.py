"""The style sheet of the drawings, light and dark."""

__all__ = ["STYLE"]

STYLE = """
.docflow{font-family:system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
.docflow .page{fill:#fff}
.docflow text{text-anchor:middle;fill:#1f2328;font-size:11px}
.docflow .title{font-size:13px;font-weight:600}
.docflow .note,
.docflow .label{font-family:ui-monospace,SFMono-Regular,Menlo,
Consolas,"DejaVu Sans Mono",monospace;fill:#59636e}
.docflow .label{fill:#7d4e00}
.docflow .reason{fill:#59636e}
.docflow .end{font-weight:600}
.docflow .head{font-size:14px;font-weight:600;text-anchor:start}
.docflow .small{text-anchor:start;fill:#59636e}
.docflow .count{font-weight:600}
.docflow>.count{text-anchor:start}
.docflow .box{fill:#f6f8fa;stroke:#8c959f;stroke-width:1.2}
.docflow .source .box,.docflow .flow .box{fill:#ddf4ff;stroke:#218bff}
.docflow .sink .box{fill:#dafbe1;stroke:#2da44e}
.docflow .choice .box{fill:#fff8c5;stroke:#bf8700}
.docflow rect.tag{fill:#fffdf0;stroke:#e3c063;stroke-width:1}
.docflow .tee .box{fill:#fbefff;stroke:#a475f9}
.docflow .barrier .box{fill:#eae6ff;stroke:#6639ba}
.docflow .bar{stroke:#6639ba;stroke-width:1.2;fill:none}
.docflow .drop .box,.docflow .result .box{fill:#eaeef2;stroke:#afb8c1;stroke-width:1}
.docflow .quarantine .box{fill:#fff1e5;stroke:#e16f24;stroke-width:1}
.docflow .fail .box{fill:#ffebe9;stroke:#cf222e;stroke-width:1}
.docflow .gate .box{fill:none;stroke:#8c959f;stroke-dasharray:4 3}
.docflow rect.stage{fill:#818b98;fill-opacity:.1;stroke:#818b98;stroke-opacity:.45;stroke-width:1}
.docflow rect.flow{fill:none;stroke:#d1d9e0;stroke-width:1.5}
.docflow .way{fill:none;stroke:#6e7781;stroke-linecap:butt}
.docflow .wide{stroke:#a9b4c0}
.docflow .copy{stroke-dasharray:5 4}
.docflow .link{stroke:#218bff;stroke-dasharray:2 3}
.docflow .none{stroke:#d1d9e0}
.docflow .tip{fill:#6e7781}
@media (prefers-color-scheme:dark){
.docflow .page{fill:#0d1117}
.docflow text{fill:#e6edf3}
.docflow .note,.docflow .reason,.docflow .small{fill:#9198a1}
.docflow .label{fill:#e3b341}
.docflow .box{fill:#161b22;stroke:#6e7681}
.docflow .source .box,.docflow .flow .box{fill:#0c2d6b;stroke:#388bfd}
.docflow .sink .box{fill:#04260f;stroke:#2ea043}
.docflow .choice .box{fill:#341a00;stroke:#bb8009}
.docflow rect.tag{fill:#1d1606;stroke:#693e00}
.docflow .tee .box{fill:#271052;stroke:#8957e5}
.docflow .barrier .box{fill:#1e1a3d;stroke:#8957e5}
.docflow .bar{stroke:#8957e5}
.docflow .drop .box,.docflow .result .box{fill:#21262d;stroke:#484f58}
.docflow .quarantine .box{fill:#3d1300;stroke:#db6d28}
.docflow .fail .box{fill:#490202;stroke:#f85149}
.docflow .gate .box{fill:none;stroke:#6e7681}
.docflow rect.flow{stroke:#30363d}
.docflow .way{stroke:#8b949e}
.docflow .link{stroke:#388bfd}
.docflow .wide{stroke:#57606a}
.docflow .none{stroke:#30363d}
.docflow .tip{fill:#8b949e}
}
"""
