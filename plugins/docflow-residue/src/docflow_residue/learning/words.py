"""Words of dates (months, days of the week, units of time) and those that names of authors stand behind."""

__all__ = ["BYLINE", "TIMES"]

_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
januar jänner februar märz mai juni juli oktober dezember mär mrz okt dez
janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
ene abr ago dic
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev mai out dez
januari februari maart mei augustus mrt
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
poniedziałek wtorek środa czwartek piątek sobota niedziela
понедельник вторник среда четверг пятница суббота воскресенье
"""
_UNITS = """
second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years
sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten
seconde secondes heure heures jour jours semaine semaines mois
segundo segundos minuto minutos hora horas día días semana semanas mes meses dia dias mês
secondo secondi minuti ora ore giorno giorni settimana settimane mese mesi
seconden minuut minuten uur uren dag dagen weken maand maanden
minut minuta minuty godzina godziny godzin dzień dni tydzień tygodnie
секунд минуту минуты минут час часа часов день дня дней неделю недели недель
am pm a.m p.m uhr
"""
TIMES = frozenset((_MONTHS + _DAYS + _UNITS).split())
"""In lower case; for lines that hold a number, since `may` and `second` are words of a text, too."""
_BYLINE = """
by von de par por di da door od text texte texto testo tekst foto photo photos words story reporting
written edited автор текст фото
"""
BYLINE = frozenset(_BYLINE.split())
"""In lower case; a line may begin with one, with a capital, before a name."""
