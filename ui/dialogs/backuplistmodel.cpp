// SPDX-License-Identifier: MIT
#include "ui/dialogs/backuplistmodel.h"

#include "ui/models/erroradvice.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"

#include <QFileInfo>

namespace tradestate {

namespace {

QString mark(const BackupEntry& entry)
{
    if (!entry.document || entry.document->salvaged || entry.document->nothingRead
        || entry.document->proof == Proof::Torn)
        return QStringLiteral("✘");
    return entry.document->proof == Proof::Verified ? QStringLiteral("✔") : QStringLiteral("◌");
}

/// Of making it; a copied file is as new as its copy.
Timestamp timeOf(const BackupEntry& entry)
{
    if (entry.document && entry.document->backup)
        return entry.document->backup->createdAt;
    return entry.document ? entry.document->stateTime.value_or(entry.fileTime) : entry.fileTime;
}

} // namespace

BackupListModel::BackupListModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void BackupListModel::setEntries(std::vector<BackupEntry> entries, const Timestamp& now, const QTimeZone& zone)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_now = now;
    m_zone = zone;
    endResetModel();
}

QModelIndex BackupListModel::indexOf(const QString& path) const
{
    for (size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].path == path)
            return index(static_cast<int>(i));
    }
    return {};
}

int BackupListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant BackupListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || static_cast<size_t>(index.row()) >= m_entries.size())
        return {};
    const BackupEntry& entry = m_entries[static_cast<size_t>(index.row())];
    if (role == PathRole)
        return entry.path;
    if (role == Qt::ToolTipRole)
        return plainToolTip(entry.error ? entry.path + QLatin1Char('\n') + describeInWindow(*entry.error) : entry.path);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};

    const Timestamp time = timeOf(entry);
    const qint64 age = Formats::secondsBetween(time, m_now);
    QString first = mark(entry) + QLatin1Char(' ') + Formats::dayAndTime(time, m_now, m_zone) + QStringLiteral("   ");
    QStringList second;
    if (!entry.document) {
        first += tr("cannot be read");
        second.append(entry.error ? errorWhat(entry.error->code) : QString());
    } else {
        const Document& document = *entry.document;
        if (document.nothingRead)
            first += tr("made while nothing could be read");
        else
            first += tr("%n position(s)", nullptr, static_cast<int>(document.state.positions.size()));
        first += QStringLiteral("   ") + tr("%1 old").arg(shortAge(age));
        if (document.salvaged)
            second.append(tr("damaged: cut off"));
        else if (document.proof == Proof::Torn)
            second.append(tr("does not match its checksum"));
        else if (document.proof != Proof::Verified && !document.nothingRead)
            second.append(
                document.shape == DocumentShape::UtilityBackup ? tr("unverified (Python)") : tr("unverified"));
        if (document.backup && document.backup->kind == BackupKind::Rescue)
            second.append(tr("rescue copy"));
        if (document.backup && !document.backup->description.isEmpty())
            second.append(document.backup->description);
    }
    if (second.isEmpty())
        second.append(QFileInfo(entry.path).fileName());
    return QString(first + QStringLiteral("\n    ") + second.join(QStringLiteral(" · ")));
}

QString shortAge(qint64 seconds)
{
    if (seconds < 0)
        return BackupListModel::tr("0 s");
    if (seconds < 90)
        return BackupListModel::tr("%1 s").arg(seconds);
    const qint64 minutes = seconds / 60;
    if (minutes < 90)
        return BackupListModel::tr("%1 min").arg(minutes);
    const qint64 hours = minutes / 60;
    if (hours < 48)
        return BackupListModel::tr("%1 h %2").arg(hours).arg(minutes % 60, 2, 10, QLatin1Char('0'));
    return BackupListModel::tr("%1 d").arg(hours / 24);
}

} // namespace tradestate
