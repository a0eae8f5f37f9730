// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/fields.h"
#include "core/state/statestore.h"

#include <algorithm>
#include <set>

/// What a save holds, as sets that a test can compare.
namespace tradestate::test {

std::set<QString> keysOf(const auto& rows)
{
    std::set<QString> keys;
    for (const auto& [key, row] : rows)
        keys.insert(key);
    return keys;
}

inline std::set<QString> texts(const Json* list)
{
    std::set<QString> result;
    if (list && list->asArray()) {
        for (const Json& text : *list->asArray())
            result.insert(shownText(text));
    }
    return result;
}

inline std::set<QString> ghostsOf(const StoredSave& save)
{
    std::set<QString> keys;
    for (const Position& ghost : save.ghosts)
        keys.insert(ghost.pair());
    return keys;
}

inline bool hasFinding(const StoredSave& save, const QString& code, const QString& pair = {})
{
    return std::any_of(save.findings.begin(), save.findings.end(),
        [&](const Finding& finding) { return finding.code == code && finding.pair == pair; });
}

} // namespace tradestate::test
