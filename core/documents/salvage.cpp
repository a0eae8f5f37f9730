// SPDX-License-Identifier: MIT
#include "core/documents/salvage.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tradestate {

namespace {

struct RowPlace
{
    const char* key;
    const char* lost; ///< what to say of a row that was open where the document ends
};

constexpr const char* lostPosition = QT_TRANSLATE_NOOP("Recovered", "lost: position %1, cut off inside");
constexpr const char* lostPairState = QT_TRANSLATE_NOOP("Recovered", "lost: pair state %1, cut off inside");
constexpr const char* lostGhost = QT_TRANSLATE_NOOP("Recovered", "lost: ghost %1, cut off inside");
constexpr std::array rowPlaces { RowPlace { "positions", lostPosition }, RowPlace { "active_positions", lostPosition },
    RowPlace { "pair_states", lostPairState }, RowPlace { "pair_states_summary", lostPairState },
    RowPlace { "ghosts", lostGhost } };
// What stands beside the portfolio's figures without being one.
constexpr std::array besidePortfolio { "positions", "active_positions", "pair_states", "metadata", "last_save_time",
    "timestamp" };

const RowPlace* rowPlaceOf(const std::string& key)
{
    const auto found
        = std::find_if(rowPlaces.begin(), rowPlaces.end(), [&](const RowPlace& place) { return key == place.key; });
    return found == rowPlaces.end() ? nullptr : &*found;
}

bool contains(const auto& names, const std::string& key)
{
    return std::find(names.begin(), names.end(), key) != names.end();
}

QString nameInList(const Json& row, size_t index)
{
    const Json::Object* fields = row.asObject();
    QString pair = fields ? textField(*fields, "pair") : QString();
    if (!pair.isEmpty())
        return pair;
    const QString symbol1 = fields ? textField(*fields, "symbol1") : QString();
    return symbol1.isEmpty() ? QCoreApplication::translate("Recovered", "number %1").arg(index)
                             : symbol1 + QLatin1Char('-') + textField(*fields, "symbol2");
}

void removeRow(Json& rows, const std::string& key, const char* sentence, std::vector<QString>& lost)
{
    QString name = toQString(key);
    if (Json::Array* list = rows.asArray()) {
        if (list->empty())
            return;
        name = nameInList(list->back(), list->size());
        list->pop_back();
    } else if (Json::Object* map = rows.asObject()) {
        map->erase(key);
    }
    lost.push_back(QCoreApplication::translate("Recovered", sentence).arg(name));
}

// The portfolio's figures stand one by one in the container that was still open: there is no telling which are missing.
void removeOpenPortfolio(Json::Object& container, std::vector<QString>& lost)
{
    const auto isFigure = [](const auto& member) { return !contains(besidePortfolio, member.first); };
    const auto figures = std::remove_if(container.begin(), container.end(), isFigure);
    if (figures != container.end())
        lost.push_back(QCoreApplication::translate("Recovered", "lost: the portfolio, cut off inside"));
    container.erase(figures, container.end());
}

} // namespace

bool isSalvageable(const Error& error)
{
    return error.code == ErrorCode::CutOff || error.code == ErrorCode::NotJson || error.code == ErrorCode::InvalidText
        || error.code == ErrorCode::InvalidNumber;
}

std::vector<QString> removeWhatWasOpen(Json& root, DocumentShape shape, const std::vector<std::string>& openPath)
{
    std::vector<QString> lost;
    Json::Object* container = root.asObject();
    if (!container)
        return lost;
    if (shape == DocumentShape::PositionFallback) {
        if (!openPath.empty())
            removeRow(root, openPath.front(), lostPosition, lost);
        return lost;
    }
    size_t at = 0;
    bool portfolioIsOpen = shape == DocumentShape::StateFile || shape == DocumentShape::LegacyMt5;
    if (!openPath.empty() && openPath.front() == "current_state" && container->contains("current_state")) {
        Json::Object* current = container->at("current_state").asObject();
        if (!current)
            return lost;
        container = current;
        at = 1;
        portfolioIsOpen = true;
    }
    const auto part = openPath.size() > at ? container->find(openPath[at]) : container->end();
    if (part != container->end()) {
        const std::string& open = openPath[at];
        if (const RowPlace* place = rowPlaceOf(open)) {
            if (openPath.size() > at + 1)
                removeRow(part->second, openPath[at + 1], place->lost, lost);
        } else {
            lost.push_back(QCoreApplication::translate("Recovered", "lost: %1, cut off inside").arg(toQString(open)));
            container->erase(part);
        }
    }
    if (portfolioIsOpen)
        removeOpenPortfolio(*container, lost);
    return lost;
}

std::vector<QString> recoveredLines(const Document& document)
{
    std::vector<QString> lines;
    for (const auto& [key, position] : document.state.positions)
        lines.push_back(QCoreApplication::translate("Recovered", "recovered: position %1").arg(key));
    for (const auto& [key, pair] : document.state.pairStates)
        lines.push_back(QCoreApplication::translate("Recovered", "recovered: pair state %1").arg(key));
    for (const Position& ghost : document.ghosts)
        lines.push_back(QCoreApplication::translate("Recovered", "recovered: ghost %1").arg(ghost.pair()));
    if (document.hasPortfolio)
        lines.push_back(QCoreApplication::translate("Recovered", "recovered: the portfolio"));
    if (document.hasSession)
        lines.push_back(QCoreApplication::translate("Recovered", "recovered: the session"));
    if (document.record)
        lines.push_back(QCoreApplication::translate("Recovered", "recovered: the save record"));
    return lines;
}

} // namespace tradestate
