"""Words that hold sentences together, in the languages that docflow reads: text that has them is prose.

Written down by the authors from grammars; a word may stand in several languages.
"""

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.lines.batch import read

__all__ = ["function_words"]

_WORDS = """
the of and to in a is was for on that with as at by it from be are were this have has had not but they
which his her he she we you i or an will would there their been who its than into about when also if can
could all more so what one our your my no up out do did der die das und ist in den von zu mit sich auf
für nicht ein eine einer eines als auch es an werden aus er hat dass sie nach wird bei einem einen noch
wie war so aber dem des im am zum zur oder wenn kann ich wir ihr le la les de des du et est un une en
que qui dans pour pas sur au aux avec ce il elle ne se sont plus par son sa ses nous vous je mais ou
cette été être à leur comme était el los las y es una por con para su al lo como más pero sus le ha me
si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy hasta desde il lo gli
della di che è un per non una sono con del si da come le dei nel alla più anche ma al ha dal delle
questo ed loro suo o os as do da dos das em um uma para não com no na por mais se como foi ao ele das
tem à seu sua ou ser quando muito nos já está eu de het een en van in is dat op te zijn met voor niet
aan er om ook als dan maar bij nog uit wordt door naar heeft hebben werd die w i na z do nie się to jest
że o jak za po od przez co dla są być tym ale przy oraz czy tak już może był była tego и в не на что я с
он а как это по но они мы она из у за то же от так для вы все его к бы до при был или если о еще только
och att det som en på är av för med den till inte har de om ett men var jag vi kan så när från ve bir bu
da de için ile olarak daha çok gibi en ne yang dan di untuk dengan ini itu dari pada tidak akan dalam
adalah ke και το να του η της με για που στο από την
"""
WORDS: Final = _WORDS.split()


@functools.cache
def function_words() -> NDArray[np.bool_]:
    """Return a table that says of the first 16 bits of a hash whether a word of the list has them."""
    table = np.zeros(1 << 16, np.bool_)
    table[read(["\n".join(WORDS)]).word_hash >> np.uint64(48)] = True
    return table
