#include <parlance/text_analysis/stop_word_lists.hpp>

#include <array>

namespace parlance::text_analysis {
namespace {

using knowledge::text_language;

// Words of place that also carry meaning (down, over, under, inside, off) and negations stay terms.
constexpr std::array lists{
    stop_word_list{
        text_language::english,
        "a about after again all also although am an and any anybody anyone anything are as at be "
        "because been before being but by can cannot could did do does doing done during each "
        "either else ever every for from had has have having he her hers herself him himself his "
        "how however i if in into is it its itself just may me might mine must my myself nor of on "
        "onto or our ours ourselves please shall she should since so some somebody someone "
        "something such than that the their theirs them themselves then there these they this "
        "those though to too us was we were what whatever when where whether which while who whom "
        "whose why will with would you your"},
    stop_word_list{
        text_language::german,
        "ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim "
        "bin bis bist da dabei damit danach dann daran darauf darf dass dürften dazu dein deine "
        "dem den "
        "denn der des die dies diese diesem diesen dieser dieses doch dort du durch dürfen ein "
        "eine einem einen einer eines er es etwas euch euer für gibt haben hat hatte hatten hier "
        "ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder "
        "jedes kann können könnte man mein meine mich mir mit muss müssen nach noch nun nur ob "
        "oder ohne sein seine seinem seinen seiner seit sich sie sind so soll sollen sollte "
        "sondern sonst sowie über um und uns unser unsere unter vom von vor war waren warum was "
        "weil welche welchem welchen welcher welches wenn wer werden wessen wie wieder will wir "
        "wann wird wo wofür woher wohin worin wieso wieviel wurde wurden zu zum zur zwischen"},
    stop_word_list{
        text_language::french,
        "à ai ainsi alors as au aucun aussi autre aux avait avec avez avoir avons c ce ceci cela "
        "celle celui ces cet cette ceux chaque chez combien comme comment d dans de des depuis "
        "donc dont du elle elles en entre es est et étaient était être eu eux faut furent fut il "
        "ils j je jusqu l la le lequel les leur leurs lors lorsque lui m ma mais me même mes moi "
        "mon n ne ni nos notre nous on ont ou où par parce pas pendant peut peuvent plus pour "
        "pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera "
        "sert ses si sinon son sont sous sur t ta tes toi ton tous tout toute toutes tu un une vos "
        "votre vous y"},
    stop_word_list{
        text_language::spanish,
        "a al algo algún alguna algunas algunos ante antes así aún aunque cada como cómo con cuál "
        "cuáles cualquier cuando cuándo cuánta cuántas cuánto cuántos de debe deben del desde "
        "donde dónde durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos "
        "esta está están estas este esto estos fue fueron ha había habían hasta hay he la las le "
        "les lo los más me mi mis mucho muy ni nos nosotros o otra otro para pero por porque pude "
        "puede pueden puedo que qué quien quién quienes se ser será si sí sin sobre son su sus "
        "tal también tan tanto te tiene tienen todo todos tu tus u un una uno unos y ya yo"},
    stop_word_list{
        text_language::italian,
        "a ad agli ai al alla alle allo anche c che chi ci ciò col come con cosa cui d da dagli "
        "dai dal dalla dalle dallo degli dei del dell della delle dello di dopo dove e è ed era "
        "erano essere fra fu furono gli ha hanno ho i il in io l la le lei lo loro lui ma mi mia "
        "mio ne negli nei nel nell nella nelle nello no noi nostro o ogni per perché più però può "
        "possono posso prima qual quale quali quando quanta quante quanti quanto quella quelle "
        "quelli quello questa queste questi questo s sarà se sei si sia siamo sono sta stato su "
        "sua sue sugli sui sul sulla sulle sullo suo suoi tra tu tutti tutto un una uno vi voi"},
    stop_word_list{
        text_language::portuguese,
        "a à ao aos apenas após aquela aquele aquilo as às até cada com como da das de dela dele "
        "deles depois desde deve devem do dos durante e é ela elas ele eles em entre era eram "
        "essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já lhe "
        "lhes mais mas me mesmo meu minha muito na nas não nem no nos nós nossa nosso num numa o "
        "onde os ou para pela pelas pelo pelos pode podem por porque posso qual quais quando "
        "quanta quantas quanto quantos que quê quem são se sem ser será seu seus sob sobre sua "
        "suas também tem têm tenho ter todo todos tu um uma você"},
    stop_word_list{
        text_language::dutch,
        "aan af al alle als altijd andere ben bij daar dan dat de der deze die dit doen door dus "
        "een eens elk elke en er ge geen had hadden haar heb hebben heeft hem het hier hij hoe "
        "hoeveel hun ik in is ja je jij jouw kan kon kunnen maar mag me meer men met mij mijn moet "
        "moeten na naar niets nog nu of om omdat onder ons onze ook op over te tegen ten ter toch "
        "toen tot tussen u uit uw van veel voor waar waarom wanneer want waren was wat we welk "
        "welke werd werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou"},
    stop_word_list{
        text_language::swedish,
        "alla allt att av bara bli blir blev då de dem den denna dess dessa det detta dig din dit "
        "du där efter eller en er ett från för få får ha hade han har hans hon honom hur här i "
        "ingen innan jag ju kan kunde man med mellan men mig min mina mot mycket måste ni nu när "
        "någon något några och om oss på sedan sig sin sina sitt ska skall skulle som så sådan "
        "till under upp ur ut utan vad var vara varför varje vem vi vid vilka vilken vilket vill "
        "åt än är över"},
    stop_word_list{
        text_language::danish,
        "af alle alt at blev blive bliver da de dem den denne der deres det dette dig din disse "
        "dog du efter eller en end er et for fra få får ham han hans har havde hende her hos hun "
        "hvad hvem hver hvilken hvilket hvis hvor hvordan hvorfor hvornår i ikke ind jeg jo kan "
        "kunne man mange med meget men mig min mod må ned nogen noget nogle nu når og også om op "
        "os over på sig sin sit skal skulle som sådan til ud under var ved vi vil ville være"},
    stop_word_list{
        text_language::norwegian,
        "alle alt at av ble bli blir da de dem den denne der deres det dette din disse du eller "
        "en enn er et ett etter for fordi fra få får ha hadde han hans har hennes her hun hva "
        "hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor i ikke inn jeg kan kunne man "
        "mange med meg men mens mer mot mye må ned noe noen nå når og også om opp oss over på seg "
        "selv sin sitt skal skulle slik som så til under ut uten var ved vi vil ville vår være"},
    stop_word_list{
        text_language::finnish,
        "ei eivät että he hän häneen ja joka johon jonka jos jossa jota jotka kanssa keitä ken "
        "kenen koska kuin kuinka kuka kun me mihin mikä mikäli mille milloin missä mistä mitä "
        "mitkä mukaan mutta myös ne niiden niin niitä no nyt näiden nämä näitä oli olivat olla on "
        "ovat paljonko saa saako se sekä sen siihen siinä sille sinä sitä tai tämä tämän tässä "
        "tätä te vai vaikka vain voi voidaan voiko voivat"},
    stop_word_list{
        text_language::romanian,
        "a acea aceasta această aceea acei acel acest acesta aceste acești ai al ale am ar are as "
        "asupra au avea că ca când care câte câți ce cei cel cele cine cu cum cât da dacă de deci "
        "despre din după ea ei el ele era este eu fi fie fost fără i în între îi îl îmi își la le "
        "li lor lui mai nu o pe pentru poate pot prin sa să sau se si și sub sunt s-a te toate tot "
        "toți un una unde unei unui va vor"},
    stop_word_list{
        text_language::hungarian,
        "a abban ahhoz aki akik amely amelyek ami annak arra az azok azt be de egy egyik el "
        "ennek és ez ezek ezt fel ha hány hogy hogyan hol honnan hova igen ki kell le lehet lesz "
        "meg mely melyik mennyi mert mi mikor milyen mint minden mit nem volt voltak van vannak "
        "vagy"},
    stop_word_list{
        text_language::turkish,
        "ama ancak bana bazı ben bir biri biz bu buna bunu bunun çok da daha de değil diye en gibi "
        "göre hangi hem hep her için ile ise kaç kadar ki kim kime kimin mı mi mu mü nasıl ne "
        "neden nedir nerede niçin o olan olarak oldu olduğu olur ona onlar onu onun sen siz şey şu "
        "tarafından tüm var ve veya ya yok zaman"},
    stop_word_list{
        text_language::russian,
        "а без бы был была были было быть в вам вас весь во вот все всего всех вы где да для до "
        "его ее если есть еще же за и из или им их к как какая какие какого каков какова какое "
        "каком какой какую ко когда которая которого которое которой который которые которых кто "
        "кого кому куда ли между меня мне мы на над нас него нее ни них но о об однако он она они "
        "оно от по под после почему при про с сколько со так также такой там то того тоже той "
        "только том ты у уже чего чем что чтобы чьи эта эти это этого этой этом этот этих я"},
    stop_word_list{
        text_language::greek,
        "αν ανάμεσα από απο για δεν είναι ειναι είχε εκείνη εκείνο ένα ένας ενός έχει έχουν η "
        "ήταν ηταν θα και κατά κάθε με μετά μη μια μία μου να ο οι όταν ότι όπως όσο ποια ποιά "
        "ποιες ποιο ποιοι ποιον ποιος που πού ποτέ πότε προς πόσα πόσες πόσο πόσοι πριν πως πώς "
        "σαν σας σε στα στη στην στις στο στον στους τα τη την της τι τις το τον του τους των ως"},
    stop_word_list{
        text_language::arabic,
        "أن أو أي أين إلى إن التي الذي الذين اللذين ان او اي بعد بعض بين تلك ثم حتى حيث خلال ذلك "
        "ذات سوف عن عند عندما على غير في قبل قد كان كانت كل كم كما كيف لا لدى لقد لكن لم لماذا لن "
        "له لها ليس ما ماذا متى مثل مع من منذ مما نحو هذا هذه هل هم هناك هو هي و وقد وكان ولا ولم "
        "وما ومن وهو وهي يتم يكون"},
    stop_word_list{
        text_language::hindi,
        "अपना अपनी अपने अब इन इस इसका इसके इसने इसमें इसे उन उनका उनकी उनके उस उसका उसके उसने उसे एक "
        "एवं और कई कब कर करता करते करना करने कहां कहाँ का कि कितना कितनी कितने किन किया किस किसका "
        "किसके किसने किसी की कुछ के केवल को कोई कौन कौनसा क्या क्यों गई गए गया जब जहाँ जा जाता जाती "
        "जाते जाने जिस जिसमें जिसे जो तक तथा तब तो था थी थे दिया द्वारा नहीं ने पर फिर बाद भी में "
        "यदि यह यहाँ या ये रहा रही रहे लिए ले वह वाला वाली वाले वे से सभी साथ हुआ हुई हुए हूँ है "
        "हैं हो होता होती होते होना"}};

}  // namespace

std::span<const stop_word_list> stop_word_lists()
{
    return lists;
}

}  // namespace parlance::text_analysis
