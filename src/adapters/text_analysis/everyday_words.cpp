#include <parlance/text_analysis/everyday_words.hpp>

#include <parlance/text_analysis/stems.hpp>
#include <parlance/text_analysis/stop_word_lists.hpp>
#include <parlance/text_analysis/token_reader.hpp>

#include <array>
#include <string>
#include <unordered_map>

namespace parlance::text_analysis {
namespace {

using knowledge::text_language;

constexpr std::array lists{
    stop_word_list{
        text_language::english,
        "able above across add against allow along among apply around ask available away "
        "become begin behind below beside best better between beyond big bring call case "
        "certain change come common consider contain correct different down easy end exact "
        "example except exist expect explain fact few find first follow get give go good "
        "great handle happen help hold idea important include inside keep kind know large "
        "last learn least less let like list little long look lot main make many matter "
        "maximum mean method minimum more most much near need new next normal off offer often "
        "old one only open other out outside over own part past people per person place point "
        "possible prefer proper provide put question quick reach reason receive regard "
        "require right run same say see seem send set show simple situation small soon sort "
        "special start stay still stop sure take talk tell thing think through toward try "
        "turn type under understand until up upon use usual various very via want way well "
        "whole wish within without word work wrong address age amount charge colour color "
        "cost date day deadline distance duration fee height hour length limit location "
        "minute month name number percentage phone price quantity rate rule size sum time "
        "total value week weight width year"},
    stop_word_list{
        text_language::german,
        "anfangen art anzahl arbeiten beginnen bekommen benutzen bedeuten betragen bleiben "
        "brauchen bringen datum dauern dauer dürfen erhalten erlauben ersten finden fragen "
        "führen funktionieren gebrauchen gehen gehören genau gelten gilt geschehen groß gut "
        "größe haben halten heißen heißt helfen hoch höhe jahr kommen kosten kostet lang "
        "lange länge lassen letzten liegen machen meisten menge mögen möglich monat möchte "
        "müssen name nehmen neu nummer nutzen ort passieren person preis sagen schnell schwer "
        "sehen setzen spät stehen stellen stunde tag tragen tun uhr uhrzeit verwenden viel "
        "viele wahr wert wichtig wissen woche zahl zeigen zeit ziel"},
    stop_word_list{
        text_language::french,
        "année aller appeler arriver avoir bon besoin chose combien commencer coût coûter "
        "coûte date demander devoir dire donner durée effectuer entrer exister falloir faire "
        "fait falloir fois grand haut heure important indiquer jour laisser lieu long "
        "longueur mettre mois moment montant mot nom nombre nouveau numéro obtenir partir "
        "passer permettre personne petit pouvoir possible prendre premier prix quantité "
        "recevoir rester savoir semaine servir signifier taille temps tenir trouver type "
        "utiliser valeur vouloir venir voir"},
    stop_word_list{
        text_language::spanish,
        "año alto antes bueno cantidad cosa costar cuesta costo coste cuando dar deber decir "
        "dejar día dinero durar empezar encontrar estar existir fecha forma grande haber "
        "hacer hace hora importante ir largo llamar llegar llevar lugar mes modo momento "
        "necesitar nombre nuevo número obtener ocurrir pasar pedir pequeño permitir persona "
        "poder poner posible precio preguntar primero quedar querer recibir saber semana ser "
        "servir significar sitio tener tiempo tipo tomar usar utilizar valor venir ver vez"},
    stop_word_list{
        text_language::italian,
        "alto andare anno arrivare avere bisogno chiamare chiedere cosa costare costa costo "
        "dare data dire dovere durare durata esistere fare giorno grande lungo mese mettere "
        "momento nome numero nuovo ora ottenere persona piccolo portare possibile potere "
        "prendere prezzo primo quantità ricevere rimanere sapere servire settimana "
        "significare tempo tenere tipo trovare usare utilizzare valore vedere venire volere "
        "volta"},
    stop_word_list{
        text_language::portuguese,
        "alto ano bom chamar chegar coisa começar custar custa custo dar data deixar dever "
        "dia dizer durar encontrar existir fazer ficar forma grande hora importante ir levar "
        "longo lugar mês momento nome novo número obter passar pedir pequeno pessoa poder pôr "
        "possível preço precisar primeiro quantidade querer receber saber semana servir "
        "significar tempo ter tipo tomar usar utilizar valor vir ver vez"},
    stop_word_list{
        text_language::dutch,
        "aantal beginnen betekenen blijven brengen dag datum duren duurt dienen doen eerste "
        "gaan gebeuren gebruiken geven goed groot hebben hoog houden jaar komen kosten kost "
        "krijgen laatste lang laten liggen maand maken moeten mogelijk naam nemen nieuw nodig "
        "nummer plaats persoon prijs soort staan tijd uur vinden vragen waarde week werken "
        "weten willen zeggen zetten zien"},
    stop_word_list{
        text_language::swedish,
        "antal behöva börja betyder dag datum finnas finns få första ge göra gå hitta hålla "
        "år komma kosta kostar lång länge månad möjlig namn ny nummer plats pris säga se "
        "sista stor ta tid timme använda vecka veta värde"},
    stop_word_list{
        text_language::danish,
        "antal behøve begynde betyder dag dato finde findes første give gøre gå holde år "
        "komme koste koster lang længe måned mulig navn ny nummer pris sige se sidste sted "
        "stor tage tid time bruge uge vide værdi"},
    stop_word_list{
        text_language::norwegian,
        "antall behøve begynne betyr dag dato finne finnes første gi gjøre gå holde år komme "
        "koste koster lang lenge måned mulig navn ny nummer pris si se siste sted stor ta tid "
        "time bruke uke vite verdi"},
    stop_word_list{
        text_language::russian,
        "год время день дата дать делать долго есть знать иметь использовать место месяц "
        "можно много называется назвать находится найти новый номер нужно получить первый "
        "работать сделать стоит стоить тип час число цена человек"}};

using table = std::unordered_map<std::string, language_set>;

table made_table()
{
    table made;
    stems known;
    for (const stop_word_list& list : lists) {
        token_reader reader(list.words);
        token word;
        while (reader.next(word)) {
            const std::string& written = word.written.empty() ? word.text : word.written;
            made[known.of(written, list.language)] |= only(list.language);
        }
    }
    return made;
}

}  // namespace

language_set everyday_in(std::string_view stem)
{
    static const table made = made_table();
    const auto found = made.find(std::string(stem));
    return found == made.end() ? 0 : found->second;
}

}  // namespace parlance::text_analysis
