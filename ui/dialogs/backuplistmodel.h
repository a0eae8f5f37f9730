// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QAbstractListModel>
#include <QTimeZone>

namespace tradestate {

/// The files of the backup folder, newest first: what each holds, how old it is, and how far it is proven.
class BackupListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { PathRole = Qt::UserRole + 1 };

    explicit BackupListModel(QObject* parent = nullptr);

    /// Times are told in the zone.
    void setEntries(std::vector<BackupEntry> entries, const Timestamp& now, const QTimeZone& zone = QTimeZone::utc());
    [[nodiscard]] const std::vector<BackupEntry>& entries() const { return m_entries; }
    [[nodiscard]] QModelIndex indexOf(const QString& path) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    std::vector<BackupEntry> m_entries;
    Timestamp m_now;
    QTimeZone m_zone = QTimeZone::utc();
};

/// "40 s", "12 min", "2 h 04", "3 d": an age as the console writes it.
[[nodiscard]] QString shortAge(qint64 seconds);

} // namespace tradestate
