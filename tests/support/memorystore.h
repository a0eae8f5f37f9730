// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/statestore.h"

#include <map>
#include <optional>

namespace tradestate::test {

/// A primary in memory that can be down, lose what it was given, be wiped and be set back. One thread.
class MemoryStore final : public StateStore
{
public:
    std::optional<Error> down; ///< every call fails with it
    int loseWrites = 0; ///< so many next writes are accepted and are not there afterwards
    std::map<QString, Error> refuses; ///< by save_id
    std::vector<QString> written; ///< save_ids, in the order in which they were asked to be written

    [[nodiscard]] StoreInfo info() const override;
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<void> write(const StoredSave& save, const std::stop_token& stop = {}) override;

    using Saves = std::map<QString, StoredSave>; ///< by save_id
    Saves saves;
};

} // namespace tradestate::test
