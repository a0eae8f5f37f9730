// SPDX-License-Identifier: MIT
#include "ui/models/recordmodel.h"

#include "ui/models/formats.h"
#include "ui/models/tooltips.h"

#include <QFont>

namespace tradestate {

namespace {

constexpr qint64 fadeMilliseconds = 1000;
/// Beyond this many separate runs, one signal over the whole range is cheaper for every proxy and view than one each.
constexpr size_t manyRuns = 64;
/// Of more, each second some age changes, and every proxy would go through all rows: those are told once a minute.
constexpr size_t rowsToldEachSecond = 1000;

struct Run
{
    int first = 0;
    int last = 0;
};

std::vector<Run> runsOf(const std::vector<int>& rows)
{
    std::vector<Run> runs;
    for (const int row : rows) {
        if (!runs.empty() && runs.back().last + 1 == row)
            runs.back().last = row;
        else
            runs.push_back({ row, row });
    }
    return runs;
}

/// Ages are told in seconds below a minute, and in minutes or coarser above.
qint64 ageStep(qint64 instant, const Timestamp& now)
{
    const qint64 seconds = std::max<qint64>(Formats::secondsBetween(Timestamp::fromNanoseconds(instant), now), 0);
    return seconds < 60 ? seconds : 60 + seconds / 60;
}

bool haveSameKeys(const RecordRows& left, const RecordRows& right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
        [](const auto& one, const auto& other) { return one == other || one->key() == other->key(); });
}

QHash<QString, int> byKey(const RecordRows& rows)
{
    QHash<QString, int> places;
    places.reserve(static_cast<qsizetype>(rows.size()));
    for (size_t at = 0; at < rows.size(); ++at)
        places.insert(rows[at]->key(), static_cast<int>(at));
    return places;
}

} // namespace

RecordModel::RecordModel(std::vector<ColumnSpec> columns, QObject* parent)
    : QAbstractItemModel(parent)
    , m_columns(std::move(columns))
{
}

void RecordModel::setColumnTitle(int column, const QString& title)
{
    ColumnSpec& spec = m_columns.at(static_cast<size_t>(column));
    if (spec.title == title)
        return;
    spec.title = title;
    Q_EMIT headerDataChanged(Qt::Horizontal, column, column);
}

void RecordModel::setGroupTitle(const QString& title)
{
    if (m_groupTitle == title)
        return;
    m_groupTitle = title;
    if (!m_group.empty())
        Q_EMIT dataChanged(parentOf(true), parentOf(true), { Qt::DisplayRole });
}

void RecordModel::reset(const RecordRows& rows, const RecordRows& group)
{
    beginResetModel();
    m_rows = rows;
    m_group = group;
    m_changed.clear();
    endResetModel();
}

void RecordModel::merge(const RecordRows& rows, const RecordRows& group)
{
    Q_EMIT aboutToMerge();
    m_changed.clear();
    mergeList(m_rows, rows, false);

    const int groupRow = static_cast<int>(m_rows.size());
    if (m_group.empty() && !group.empty()) {
        // The heading comes with its rows: a view then never sees an empty group.
        beginInsertRows({}, groupRow, groupRow);
        m_group = group;
        endInsertRows();
    } else if (!m_group.empty() && group.empty()) {
        beginRemoveRows({}, groupRow, groupRow);
        m_group.clear();
        endRemoveRows();
    } else {
        mergeList(m_group, group, true);
    }
    if (!m_changed.isEmpty())
        m_sinceChange.start();
    Q_EMIT merged();
}

void RecordModel::mergeList(RecordRows& list, const RecordRows& fresh, bool inGroup)
{
    if (haveSameKeys(list, fresh)) {
        updateChanged(list, fresh, inGroup);
        return;
    }
    const QHash<QString, int> wanted = byKey(fresh);
    removeMissing(list, wanted, inGroup);
    RecordRows kept;
    kept.reserve(list.size());
    for (const auto& row : list)
        kept.push_back(fresh.at(static_cast<size_t>(wanted.value(row->key()))));
    updateChanged(list, kept, inGroup);

    if (list.size() == fresh.size())
        return;
    const QHash<QString, int> present = byKey(list);
    RecordRows added;
    for (const auto& row : fresh) {
        if (!present.contains(row->key()))
            added.push_back(row);
    }
    // New rows go to the end in one step: the proxy sorts, so their place here does not matter.
    const int first = static_cast<int>(list.size());
    beginInsertRows(parentOf(inGroup), first, first + static_cast<int>(added.size()) - 1);
    list.insert(list.end(), added.begin(), added.end());
    endInsertRows();
}

void RecordModel::removeMissing(RecordRows& list, const QHash<QString, int>& wanted, bool inGroup)
{
    std::vector<int> gone;
    for (size_t at = 0; at < list.size(); ++at) {
        if (!wanted.contains(list[at]->key()))
            gone.push_back(static_cast<int>(at));
    }
    if (gone.empty())
        return;
    std::vector<Run> runs = runsOf(gone);
    if (runs.size() > manyRuns && !inGroup) {
        std::vector<bool> isGone(list.size(), false);
        for (const int row : gone)
            isGone[static_cast<size_t>(row)] = true;
        moveToEnd(list, isGone);
        runs = { { static_cast<int>(list.size() - gone.size()), static_cast<int>(list.size()) - 1 } };
    }
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        beginRemoveRows(parentOf(inGroup), run->first, run->last);
        list.erase(list.begin() + run->first, list.begin() + run->last + 1);
        endRemoveRows();
    }
}

void RecordModel::moveToEnd(RecordRows& list, const std::vector<bool>& gone)
{
    Q_EMIT layoutAboutToBeChanged();
    RecordRows kept;
    RecordRows last;
    std::vector<int> keptAt(list.size());
    for (size_t at = 0; at < list.size(); ++at) {
        RecordRows& target = gone[at] ? last : kept;
        keptAt[at] = static_cast<int>(target.size());
        target.push_back(std::move(list[at]));
    }
    const int keptCount = static_cast<int>(kept.size());
    QModelIndexList to;
    const QModelIndexList from = persistentIndexList();
    for (const QModelIndex& index : from) {
        const auto row = static_cast<size_t>(index.row());
        const bool isRecord = index.internalId() == topLevel && row < list.size();
        const int place = isRecord ? keptAt[row] + (gone[row] ? keptCount : 0) : index.row();
        to.push_back(createIndex(place, index.column(), index.internalId()));
    }
    list = std::move(kept);
    list.insert(list.end(), last.begin(), last.end());
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
}

void RecordModel::updateChanged(RecordRows& list, const RecordRows& fresh, bool inGroup)
{
    std::vector<int> changed;
    for (size_t at = 0; at < list.size(); ++at) {
        const auto& row = fresh[at];
        if (row == list[at] || *row == *list[at])
            continue;
        quint64 bits = 0;
        for (int column = 0; column < row->columnCount(); ++column) {
            if (!row->sameCell(*list[at], column))
                bits |= quint64(1) << column;
        }
        list[at] = row;
        m_changed.insert(row.get(), bits);
        changed.push_back(static_cast<int>(at));
    }
    tellChanged(changed, inGroup);
}

void RecordModel::tellChanged(const std::vector<int>& changed, bool inGroup)
{
    if (changed.empty())
        return;
    std::vector<Run> runs = runsOf(changed);
    if (runs.size() > manyRuns)
        runs = { { changed.front(), changed.back() } };
    const QModelIndex parent = parentOf(inGroup);
    for (const Run& run : runs)
        Q_EMIT dataChanged(index(run.first, 0, parent), index(run.last, columnCount() - 1, parent));
}

QModelIndex RecordModel::parentOf(bool inGroup) const
{
    return inGroup ? createIndex(static_cast<int>(m_rows.size()), 0, topLevel) : QModelIndex();
}

QModelIndex RecordModel::indexOf(const QString& key, bool inGroup, int column) const
{
    const RecordRows& list = inGroup ? m_group : m_rows;
    for (size_t at = 0; at < list.size(); ++at) {
        if (list[at]->key() == key)
            return index(static_cast<int>(at), column, parentOf(inGroup));
    }
    return {};
}

bool RecordModel::isGroup(const QModelIndex& index) const
{
    return index.isValid() && index.internalId() == topLevel && index.row() == static_cast<int>(m_rows.size());
}

const RecordRow* RecordModel::record(const QModelIndex& index) const
{
    if (!index.isValid() || isGroup(index))
        return nullptr;
    const RecordRows& list = index.internalId() == inGroupId ? m_group : m_rows;
    return list.at(static_cast<size_t>(index.row())).get();
}

void RecordModel::setNow(Timestamp now)
{
    const Timestamp before = std::exchange(m_now, std::move(now));
    for (int column = 0; column < columnCount(); ++column) {
        if (m_columns[static_cast<size_t>(column)].kind != ColumnKind::Age)
            continue;
        tellAges(m_rows, column, before, false);
        tellAges(m_group, column, before, true);
    }
}

void RecordModel::tellAges(const RecordRows& list, int column, const Timestamp& before, bool inGroup)
{
    const bool many = list.size() > rowsToldEachSecond;
    if (many && ageStep(0, before) == ageStep(0, m_now))
        return; // the same minute of the clock
    std::vector<int> changed;
    for (size_t at = 0; at < list.size(); ++at) {
        const qint64 instant = list[at]->instant(column);
        if (list[at]->isKnown(column) && (many || ageStep(instant, before) != ageStep(instant, m_now)))
            changed.push_back(static_cast<int>(at));
    }
    if (changed.empty())
        return;
    std::vector<Run> runs = runsOf(changed);
    if (runs.size() > manyRuns)
        runs = { { changed.front(), changed.back() } };
    const QModelIndex parent = parentOf(inGroup);
    for (const Run& run : runs)
        Q_EMIT dataChanged(index(run.first, column, parent), index(run.last, column, parent), { Qt::DisplayRole });
}

bool RecordModel::isFading() const
{
    return !m_changed.isEmpty() && m_sinceChange.isValid() && m_sinceChange.elapsed() < fadeMilliseconds;
}

QModelIndex RecordModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? inGroupId : topLevel);
}

QModelIndex RecordModel::parent(const QModelIndex& index) const
{
    return index.isValid() && index.internalId() == inGroupId ? parentOf(true) : QModelIndex();
}

int RecordModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size()) + (m_group.empty() ? 0 : 1);
    return isGroup(parent) && parent.column() == 0 ? static_cast<int>(m_group.size()) : 0;
}

int RecordModel::columnCount(const QModelIndex&) const
{
    return static_cast<int>(m_columns.size());
}

bool RecordModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0;
}

Qt::ItemFlags RecordModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (isGroup(index))
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

QVariant RecordModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (!isGroup(index))
        return recordData(*record(index), index.column(), index.internalId() == inGroupId, role);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return index.column() == 0 ? m_groupTitle : QString();
    case Qt::FontRole: {
        QFont font;
        font.setBold(true);
        return font;
    }
    case IsGroupRole:
        return true;
    case InGroupRole:
        return false;
    case KeyRole:
        return QString();
    default:
        return {};
    }
}

QVariant RecordModel::recordData(const RecordRow& row, int column, bool inGroup, int role) const
{
    const ColumnKind kind = m_columns[static_cast<size_t>(column)].kind;
    switch (role) {
    case Qt::DisplayRole:
        return kind == ColumnKind::Age ? ageOf(row, column) : row.text(column).toString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(m_columns[static_cast<size_t>(column)].title,
            kind == ColumnKind::Age ? ageOf(row, column) : row.text(column).toString());
    case Qt::ToolTipRole: {
        const QString own = row.toolTip(column);
        return plainToolTip(own.isEmpty() ? row.noteToolTip() : own);
    }
    case Qt::TextAlignmentRole: {
        // Absolute: decimals stand under decimals also where the layout is mirrored.
        const bool right = kind == ColumnKind::Number || kind == ColumnKind::Age;
        return QVariant::fromValue(
            right ? Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter : Qt::AlignLeading | Qt::AlignVCenter);
    }
    case KeyRole:
        return row.key();
    case IsGroupRole:
        return false;
    case InGroupRole:
        return inGroup;
    case KnownRole:
        return row.isKnown(column);
    case SeverityRole:
        return row.severity() ? QVariant(static_cast<int>(*row.severity())) : QVariant();
    case FadeRole:
        return fade(row, column);
    case SortRole:
        if (!row.isKnown(column))
            return {};
        if (kind == ColumnKind::Number)
            return row.approximate(column);
        return kind == ColumnKind::Text ? QVariant(row.text(column).toString()) : QVariant(row.instant(column));
    default:
        return {};
    }
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const ColumnSpec& spec = m_columns[static_cast<size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return spec.title;
    case Qt::ToolTipRole:
        return plainToolTip(spec.toolTip);
    case Qt::TextAlignmentRole: {
        const bool right = spec.kind == ColumnKind::Number || spec.kind == ColumnKind::Age;
        return QVariant::fromValue(
            right ? Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter : Qt::AlignLeading | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

QString RecordModel::ageOf(const RecordRow& row, int column) const
{
    if (!row.isKnown(column))
        return row.text(column).toString();
    return Formats::age(Formats::secondsBetween(Timestamp::fromNanoseconds(row.instant(column)), m_now));
}

double RecordModel::fade(const RecordRow& row, int column) const
{
    if (!isFading() || (m_changed.value(&row) & (quint64(1) << column)) == 0)
        return 0;
    return 1.0 - static_cast<double>(m_sinceChange.elapsed()) / static_cast<double>(fadeMilliseconds);
}

} // namespace tradestate
