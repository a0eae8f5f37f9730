// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/state/finding.h"
#include "core/state/saverecord.h"
#include "core/state/tradingstate.h"

#include <stop_token>
#include <vector>

namespace tradestate {

/// How far a save is proven. Verified: counts and checksum hold. Unverified: there is no checksum to check, or the
/// counts disagree. Torn: it was committed with a checksum that its rows do not match.
enum class Proof { None, Unverified, Torn, Verified };
[[nodiscard]] QString proofText(Proof proof); ///< "none", "unverified", "torn", "verified"

/// One save as it was read from a store or a document.
struct StoredSave
{
    SaveRecord record;
    TradingState state;
    Proof proof = Proof::None;
    std::vector<Position> ghosts; ///< event log only: positions that are not part of the last save
    std::vector<Finding> findings;
    qint64 tradesSince = 0; ///< event log only: position versions after the newest save mark
};

/// One line of a store's history, without the state.
struct HistoryEntry
{
    SaveRecord record;
    Proof proof = Proof::None; ///< None: not read whole yet
    QString where; ///< "journal", "primary", "both"
    std::optional<Decimal> equity; ///< total_value, only where it was measured (portfolioIsMeasured)
};

struct StoreInfo
{
    QString type; ///< "file" or "influxdb"
    QString url; ///< the folder's path or the server's URL, without credentials
    QString version; ///< the server's; empty for the file store and before first contact
    QString layout; ///< "tables", "versions" or empty
    QString bucket;
    QString account;
    qint64 latencyMilliseconds = -1;
};

/// Where saves are kept. Plain blocking objects: one thread at a time, no locks of their own against other objects.
class StateStore
{
public:
    virtual ~StateStore() = default;

    [[nodiscard]] virtual StoreInfo info() const = 0;
    /// The newest save of every folder, whole and checked; a torn one with what was found of it. Empty where nothing
    /// was ever saved.
    [[nodiscard]] virtual Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop = {}) = 0;
    /// Newest first, at most limit, saved at or after since.
    [[nodiscard]] virtual Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop = {})
        = 0;
    /// NoSuchSave where it is not there.
    [[nodiscard]] virtual Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop = {}) = 0;
    /// Stores the whole save under its own identity and proves it by reading it back. Writing the same save again
    /// changes nothing.
    [[nodiscard]] virtual Result<void> write(const StoredSave& save, const std::stop_token& stop = {}) = 0;
};

} // namespace tradestate
