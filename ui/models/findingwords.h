// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QCoreApplication>

#include <map>
#include <vector>

namespace tradestate {

/// Findings in the user's language, short enough for a table's Notes column.
class FindingWords
{
    Q_DECLARE_TR_FUNCTIONS(tradestate::FindingWords)

public:
    /// "placeholder price", "quantity missing", …; the code itself where this version does not know it.
    [[nodiscard]] static QString shortWords(const Finding& finding);
    /// The finding as one sentence without a full stop; the stored one where this version does not know the code.
    [[nodiscard]] static QString sentence(const Finding& finding);
    /// The sentence with its pair before it, where it has one: "BTCUSD-ETHUSD: …".
    [[nodiscard]] static QString sentenceOfPair(const Finding& finding);
    /// The stored sentence with its figures, after the translated one where the language is another.
    [[nodiscard]] static QString inFull(const Finding& finding);
    /// "Note", "Warning", "Error"
    [[nodiscard]] static QString severityWord(Severity severity);
    /// Two or three words each, the worst first, with the whole sentences as the tooltip.
    struct Note
    {
        QString text;
        QString toolTip;
        Severity worst = Severity::Information;
        bool any = false;
    };
    [[nodiscard]] static Note note(const std::vector<const Finding*>& found);

private:
    [[nodiscard]] static QString checksumSentence(const Finding& finding);
};

/// The most severe first, those of the same severity as they came.
[[nodiscard]] std::vector<const Finding*> worstFirst(const std::vector<Finding>& all);

/// Which findings belong to a pair's position, and which to its pair state.
class FindingsByPair
{
public:
    explicit FindingsByPair(const std::vector<Finding>& all);
    [[nodiscard]] std::vector<const Finding*> ofPosition(const QString& pair) const;
    [[nodiscard]] std::vector<const Finding*> ofPairState(const QString& pair) const;

private:
    std::map<QString, std::vector<const Finding*>> m_found;
};

/// True where some table has a row that shows the finding; the others must be told apart from the tables.
[[nodiscard]] bool isShownByARow(const Finding& finding, const Snapshot& snapshot);

} // namespace tradestate
