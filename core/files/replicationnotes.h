// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/base/timestamp.h"
#include "core/files/statefolder.h"

#include <optional>
#include <vector>

namespace tradestate {

/// Which primary: everything that makes it another one.
struct PrimaryKey
{
    QString url; ///< without credentials
    QString organisation;
    QString bucket;
    QString account;
    QString layout; ///< "tables" or "versions"

    /// Short and fit for a folder name; the same for the same primary on every machine.
    [[nodiscard]] QString id() const;
    [[nodiscard]] bool operator==(const PrimaryKey&) const = default;
};

/// The newest own save that a primary has confirmed.
struct ConfirmedSave
{
    QString saveId;
    QString folder;
    Timestamp savedAt;
    Timestamp confirmedAt;

    [[nodiscard]] bool operator==(const ConfirmedSave&) const = default;
};

/// A save that a primary refuses for what it holds.
struct RefusedSave
{
    QString saveId;
    QString folder;
    Timestamp savedAt;
    QString errorId; ///< as errorId() gives it
    QString reason; ///< the server's words
    Timestamp firstRefused;
    Timestamp lastTried;
    int tries = 1;

    [[nodiscard]] bool operator==(const RefusedSave&) const = default;
};

struct ReplicationState
{
    std::optional<ConfirmedSave> confirmed;
    std::vector<RefusedSave> refused; ///< in order of saved_at
    /// The notes were damaged or lost their entry: what the primary confirmed is unknown, so every save counts as
    /// pending, but this is no first contact.
    bool rebuilt = false;

    [[nodiscard]] bool isFirstContact() const { return !confirmed && !rebuilt; }
};

/// replicated.json and refused.json. The caller of what writes holds the replay lock; reading needs none.
class ReplicationNotes
{
public:
    explicit ReplicationNotes(std::shared_ptr<StateFolder> folder);

    /// Damaged notes are no error: they are told in takeWarnings() and rebuilt by the next write.
    [[nodiscard]] Result<ReplicationState> read(const PrimaryKey& primary);
    /// Never goes back: an older save than the noted one changes nothing.
    [[nodiscard]] Result<void> confirm(const PrimaryKey& primary, const ConfirmedSave& save);
    /// Adds it, or counts one more try; firstRefused and tries of a noted one stay its own.
    [[nodiscard]] Result<void> refuse(const PrimaryKey& primary, const RefusedSave& save);
    /// Takes saves off the list of refused ones.
    [[nodiscard]] Result<void> forgetRefused(const PrimaryKey& primary, const std::vector<QString>& saveIds);
    [[nodiscard]] QStringList takeWarnings();

private:
    struct Notes
    {
        Json::Object primaries; ///< by PrimaryKey::id()
        bool rebuilt = false;
    };
    [[nodiscard]] Result<Notes> load(const QString& path);
    [[nodiscard]] Result<void> store(const QString& path, const Notes& notes) const;

    const std::shared_ptr<StateFolder> m_folder;
    QStringList m_warnings;
};

} // namespace tradestate
