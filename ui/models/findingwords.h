// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/finding.h"

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
};

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

} // namespace tradestate
