// SPDX-License-Identifier: MIT
#include "ui/views/recordview.h"

#include "ui/models/tabletext.h"
#include "ui/views/recorddelegate.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSettings>

namespace tradestate {

namespace {

constexpr int fadeStepMilliseconds = 50;
constexpr int widestColumn = 280;
/// Fitting looks at these many rows; all of 100,000 would take seconds.
constexpr int rowsToMeasure = 200;

} // namespace

RecordView::RecordView(RecordModel* model, const QString& name, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
    , m_proxy(new RecordProxy(model, this))
    , m_name(name)
{
    setModel(m_proxy);
    setItemDelegate(new RecordDelegate(this));
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setItemsExpandable(true);
    setExpandsOnDoubleClick(false);
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollMode(ScrollPerPixel);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(true);
    header()->setSectionsClickable(true);
    header()->setStretchLastSection(true);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setResizeContentsPrecision(rowsToMeasure);
    setSortingEnabled(true);
    connect(header(), &QWidget::customContextMenuRequested, this, &RecordView::showHeaderMenu);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &RecordView::openGroup);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &RecordView::openGroup);
    connect(m_proxy, &QAbstractItemModel::layoutChanged, this, &RecordView::openGroup);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &RecordView::watchFading);
    connect(m_model, &RecordModel::aboutToMerge, this, &RecordView::rememberPlace);
    connect(m_model, &RecordModel::merged, this, &RecordView::keepPlace);
    m_fading.setInterval(fadeStepMilliseconds);
    connect(&m_fading, &QTimer::timeout, this, [this] {
        viewport()->update();
        if (!m_model->isFading())
            m_fading.stop();
    });
    resetLayout();
}

void RecordView::watchFading()
{
    m_fading.start();
}

void RecordView::rememberPlace()
{
    // Where the first row is seen, new ones above it are to be seen too.
    m_top = verticalScrollBar()->value() > 0 ? indexAt(QPoint(0, 0)) : QModelIndex();
    m_topHidden = m_top.isValid() ? -visualRect(m_top).top() : 0;
}

void RecordView::keepPlace()
{
    const QPersistentModelIndex top = std::exchange(m_top, {});
    if (!top.isValid())
        return;
    // Rows that came or went above must not move what is looked at.
    scrollTo(top, PositionAtTop);
    if (verticalScrollMode() == ScrollPerPixel)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + m_topHidden);
}

void RecordView::rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last)
{
    // Qt would go on to the neighbour; what is done next would then be done to another pair.
    for (QModelIndex at = currentIndex(); at.isValid(); at = at.parent()) {
        if (at.parent() == parent && first <= at.row() && at.row() <= last) {
            selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
            break;
        }
    }
    QTreeView::rowsAboutToBeRemoved(parent, first, last);
}

void RecordView::openGroup()
{
    const int last = m_proxy->rowCount() - 1;
    if (last < 0)
        return;
    const QModelIndex index = m_proxy->index(last, 0);
    if (!index.data(RecordModel::IsGroupRole).toBool())
        return;
    setFirstColumnSpanned(last, {}, true);
    if (!m_groupFolded)
        setExpanded(index, true);
}

void RecordView::resetLayout()
{
    for (int column = 0; column < m_model->columnCount(); ++column) {
        header()->moveSection(header()->visualIndex(column), column);
        header()->setSectionHidden(column, !m_model->columns()[static_cast<size_t>(column)].shownAtFirst);
    }
    sortByColumn(0, Qt::AscendingOrder);
    m_fitted = false;
    fitColumnsOnce();
}

void RecordView::fitColumnsOnce()
{
    if (m_fitted || m_model->recordCount() == 0)
        return;
    m_fitted = true;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (header()->isSectionHidden(column))
            continue;
        resizeColumnToContents(column);
        if (header()->sectionSize(column) > widestColumn)
            header()->resizeSection(column, widestColumn);
    }
}

void RecordView::writeLayout(QSettings& settings) const
{
    QStringList order;
    QStringList hidden;
    QVariantMap widths;
    for (int place = 0; place < header()->count(); ++place) {
        const int column = header()->logicalIndex(place);
        const QString& id = m_model->columns()[static_cast<size_t>(column)].id;
        order += id;
        if (header()->isSectionHidden(column))
            hidden += id;
        else if (m_fitted)
            widths.insert(id, header()->sectionSize(column));
    }
    const int sorted = header()->sortIndicatorSection();
    settings.beginGroup(QStringLiteral("tables/") + m_name);
    settings.setValue(QStringLiteral("order"), order);
    settings.setValue(QStringLiteral("hidden"), hidden);
    settings.setValue(QStringLiteral("widths"), widths);
    settings.setValue(QStringLiteral("sortColumn"), m_model->columns()[static_cast<size_t>(std::max(sorted, 0))].id);
    settings.setValue(QStringLiteral("sortDescending"), header()->sortIndicatorOrder() == Qt::DescendingOrder);
    settings.endGroup();
}

void RecordView::readLayout(const QSettings& settings)
{
    const auto value = [&](const char* key) {
        return settings.value(QStringLiteral("tables/%1/%2").arg(m_name, QLatin1String(key)));
    };
    const QStringList order = value("order").toStringList();
    if (order.isEmpty())
        return;
    const QStringList hidden = value("hidden").toStringList();
    const QVariantMap widths = value("widths").toMap();
    const auto columnOf = [this](const QString& id) {
        for (int column = 0; column < m_model->columnCount(); ++column) {
            if (m_model->columns()[static_cast<size_t>(column)].id == id)
                return column;
        }
        return -1;
    };
    int place = 0;
    for (const QString& id : order) {
        const int column = columnOf(id);
        if (column < 0)
            continue; // of another version
        header()->moveSection(header()->visualIndex(column), place++);
        header()->setSectionHidden(column, hidden.contains(id));
        if (widths.contains(id)) {
            header()->resizeSection(column, widths.value(id).toInt());
            m_fitted = true;
        }
    }
    const int sorted = columnOf(value("sortColumn").toString());
    sortByColumn(std::max(sorted, 0), value("sortDescending").toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void RecordView::showHeaderMenu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnsMenu(menu);
    menu->popup(header()->mapToGlobal(position));
}

void RecordView::fillColumnsMenu(QMenu* menu)
{
    const auto title = [this](int column) {
        return QString(m_model->columns()[static_cast<size_t>(column)].title)
            .replace(QLatin1Char('&'), QStringLiteral("&&"));
    };
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QAction* action = menu->addAction(title(column));
        action->setCheckable(true);
        action->setChecked(!header()->isSectionHidden(column));
        // The pair names the row: without it the others say nothing.
        action->setEnabled(column != 0);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            header()->setSectionHidden(column, !shown);
            if (shown)
                resizeColumnToContents(column);
        });
    }
    menu->addSeparator();
    addSortMenu(menu->addMenu(tr("&Sort by")), title);
    const std::vector<int> shown = shownColumns();
    for (const int step : { -1, 1 }) {
        const bool toLeft = (step < 0) == (layoutDirection() == Qt::LeftToRight);
        QMenu* moving = menu->addMenu(toLeft ? tr("Move &left") : tr("Move &right"));
        for (const int column : shown) {
            QAction* action = moving->addAction(title(column));
            action->setEnabled(column != (step < 0 ? shown.front() : shown.back()));
            connect(action, &QAction::triggered, this, [this, column, step] { moveColumn(column, step); });
        }
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Reset &columns")), &QAction::triggered, this, &RecordView::resetLayout);
}

void RecordView::addSortMenu(QMenu* menu, const std::function<QString(int)>& title)
{
    const auto add = [menu](QActionGroup* group, const QString& text, bool checked) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        group->addAction(action);
        return action;
    };
    const int sorted = header()->sortIndicatorSection();
    const Qt::SortOrder order = header()->sortIndicatorOrder();
    auto* columns = new QActionGroup(menu);
    columns->setExclusive(true);
    for (const int column : shownColumns())
        connect(add(columns, title(column), column == sorted), &QAction::triggered, this,
            [this, column] { sortByColumn(column, header()->sortIndicatorOrder()); });
    menu->addSeparator();
    auto* orders = new QActionGroup(menu);
    connect(add(orders, tr("&Ascending"), order == Qt::AscendingOrder), &QAction::triggered, this,
        [this] { sortByColumn(header()->sortIndicatorSection(), Qt::AscendingOrder); });
    connect(add(orders, tr("&Descending"), order == Qt::DescendingOrder), &QAction::triggered, this,
        [this] { sortByColumn(header()->sortIndicatorSection(), Qt::DescendingOrder); });
}

void RecordView::moveColumn(int column, int step)
{
    const std::vector<int> shown = shownColumns();
    const auto at = std::find(shown.begin(), shown.end(), column);
    if (at == shown.end())
        return;
    const auto target = (at - shown.begin()) + step;
    if (target >= 0 && target < static_cast<std::ptrdiff_t>(shown.size()))
        header()->moveSection(header()->visualIndex(column), header()->visualIndex(shown[static_cast<size_t>(target)]));
}

std::optional<RecordView::Current> RecordView::currentRecord() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid() || current.data(RecordModel::IsGroupRole).toBool())
        return std::nullopt;
    return Current { current.data(RecordModel::KeyRole).toString(), current.data(RecordModel::InGroupRole).toBool() };
}

void RecordView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentRecordChanged();
}

void RecordView::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT contextMenuWanted(event->reason() == QContextMenuEvent::Keyboard
            ? viewport()->mapToGlobal(visualRect(currentIndex()).center())
            : event->globalPos());
}

void RecordView::keyPressEvent(QKeyEvent* event)
{
    const bool isGroup = currentIndex().data(RecordModel::IsGroupRole).toBool();
    if (isGroup && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)) {
        m_groupFolded = isExpanded(currentIndex());
        setExpanded(currentIndex(), !m_groupFolded);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void RecordView::mousePressEvent(QMouseEvent* event)
{
    QTreeView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.data(RecordModel::IsGroupRole).toBool())
        return;
    const QModelIndex heading = index.siblingAtColumn(0);
    m_groupFolded = isExpanded(heading);
    setExpanded(heading, !m_groupFolded);
}

QSize RecordView::minimumSizeHint() const
{
    // Two rows stay in sight where fonts are large and the window is small: docks give way first.
    const int height = header()->sizeHint().height() + 2 * RecordDelegate::rowHeight(fontMetrics())
        + horizontalScrollBar()->sizeHint().height();
    return { QTreeView::minimumSizeHint().width(), std::max(QTreeView::minimumSizeHint().height(), height) };
}

QModelIndexList RecordView::allRows() const
{
    QModelIndexList rows;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (!index.data(RecordModel::IsGroupRole).toBool()) {
            rows += index;
            continue;
        }
        for (int child = 0; child < m_proxy->rowCount(index); ++child)
            rows += m_proxy->index(child, 0, index);
    }
    return rows;
}

QModelIndexList RecordView::rowsToCopy() const
{
    const QModelIndexList selected = selectionModel()->selectedRows();
    if (selected.isEmpty())
        return allRows();
    QModelIndexList rows;
    for (const QModelIndex& index : selected) {
        if (!index.data(RecordModel::IsGroupRole).toBool())
            rows += index;
    }
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) {
        const bool aInGroup = a.parent().isValid();
        const bool bInGroup = b.parent().isValid();
        return aInGroup == bInGroup ? a.row() < b.row() : !aInGroup;
    });
    return rows;
}

std::vector<int> RecordView::shownColumns() const
{
    std::vector<int> columns;
    for (int place = 0; place < header()->count(); ++place) {
        const int column = header()->logicalIndex(place);
        if (!header()->isSectionHidden(column))
            columns.push_back(column);
    }
    return columns;
}

QString RecordView::rowsAs(const QModelIndexList& rows, bool csv) const
{
    TableText table;
    QStringList heading;
    const std::vector<int> columns = shownColumns();
    for (const int column : columns)
        heading += m_model->columns()[static_cast<size_t>(column)].title;
    // A ghost among positions must be told apart also on paper.
    const bool hasGhosts = std::any_of(rows.begin(), rows.end(),
        [](const QModelIndex& index) { return index.data(RecordModel::InGroupRole).toBool(); });
    if (hasGhosts)
        heading += tr("On record");
    table.addRow(heading);
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells += row.siblingAtColumn(column).data().toString();
        if (hasGhosts)
            cells += row.data(RecordModel::InGroupRole).toBool() ? tr("suspected ghost") : tr("yes");
        table.addRow(cells);
    }
    return csv ? table.csv() : table.tabSeparated();
}

QString RecordView::asText() const
{
    return rowsAs(rowsToCopy(), false);
}

QString RecordView::asCsv() const
{
    return rowsAs(rowsToCopy(), true);
}

QString RecordView::allAsCsv() const
{
    return rowsAs(allRows(), true);
}

} // namespace tradestate
