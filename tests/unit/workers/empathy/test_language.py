"""English is told from other languages by its small words, and the doubt is honest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.empathy.language import english

SURE, LIKELY = 0.8, 0.6

OTHER = {
    "German": "Guten Tag, meine Bestellung ist immer noch nicht da. Können Sie nachsehen, wo sie ist?",
    "German without umlauts": "Hallo, ich habe die Rechnung zweimal bekommen und warte seit Montag auf eine Antwort.",
    "French": "Bonjour, ma commande n\u2019est toujours pas arrivée. Pouvez-vous vérifier où elle se trouve ?",
    "Spanish": "Hola, mi pedido no ha llegado todavía. ¿Pueden comprobar qué ha pasado con el envío?",
    "Italian": "Buongiorno, il mio ordine non è ancora arrivato. Potete controllare per favore?",
    "Portuguese": "Olá, a minha encomenda ainda não chegou. Podem verificar o que aconteceu?",
    "Dutch": "Mijn bestelling is nog niet aangekomen, kunt u nakijken waar het pakket is gebleven?",
    "Swedish": "Hej, min beställning har inte kommit än. Kan ni kolla var den är?",
    "Danish": "Hej, min ordre er ikke kommet endnu. Kan I undersøge hvor den er?",
    "Polish": "Dzień dobry, moja paczka jeszcze nie dotarła. Proszę sprawdzić, co się stało.",
    "Czech": "Dobrý den, moje objednávka ještě nepřišla. Můžete prosím zjistit, kde je?",
    "Finnish": "Hei, tilaukseni ei ole vielä saapunut. Voitteko tarkistaa, missä se on?",
    "Turkish": "Merhaba, siparişim bugüne kadar gelmedi. Kontrol eder misiniz lütfen?",
    "Vietnamese": "Đơn hàng của tôi vẫn chưa đến, nhờ bạn kiểm tra giúp nhé.",
}
OTHER_SCRIPTS = [
    "Здравствуйте, заказ до сих пор не пришёл",
    "注文した商品がまだ届きません",
    "주문한 상품이 아직 안 왔어요",
    "لم يصل طلبي بعد",
    "Δεν ήρθε η παραγγελία",
]
ENGLISH = [
    "I have been charged twice for the same order and nobody answers my mails.",
    "Thanks for writing in. I've sent the replacement today and you should have it by Thursday.",
    "pls help app not opening since the update, i tried it three times and still nothing",
    "The café in Zürich that José booked was charged to my card, can you check why?",
]


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_another_language_is_well_below_even(text: str) -> None:
    assert english(text) < 0.3


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
def test_another_script_is_no_english_at_all(text: str) -> None:
    assert english(text) == 0


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_recognised_from_anyone(text: str) -> None:
    assert english(text) > LIKELY


@pytest.mark.parametrize("text", ["", "ok", "4711", "Windows 10", "🙂🙂", "..."])
def test_too_little_text_stays_in_doubt(text: str) -> None:
    assert 0.35 < english(text) < 0.7


def test_more_english_makes_more_certain() -> None:
    one = "I have sent the replacement and you should have it by Thursday."
    assert english(one) < english(" ".join([one] * 4)) > SURE


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_apostrophes_make_no_difference(apostrophe: str) -> None:
    assert english(f"I{apostrophe}ve sent it and it{apostrophe}s on its way to you") > LIKELY


@given(st.text(max_size=300))
def test_it_is_a_share(text: str) -> None:
    assert 0 <= english(text) <= 1
