"""News residue: what scraped articles carry besides the article, read into fields and removed."""

from docflow.plugin import hookimpl
from docflow_news.byline import Byline
from docflow_news.contacts import Contacts
from docflow_news.copyright import Copyright
from docflow_news.credits import Credits
from docflow_news.dateline import Dateline
from docflow_news.metadata import Metadata
from docflow_news.related import Related
from docflow_news.residue import Residue

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return the components of the namespace `news`."""
    return (Residue, Metadata, Dateline, Byline, Credits, Contacts, Copyright, Related)
