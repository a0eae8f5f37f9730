// SPDX-License-Identifier: MIT
#include "ui/views/detailsdock.h"

#include "ui/models/tabletext.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTreeView>
#include <QVBoxLayout>

namespace tradestate {

DetailsDock::DetailsDock(QWidget* parent)
    : QDockWidget(tr("Details"), parent)
    , m_model(new DetailsModel(this))
    , m_title(new QLabel)
    , m_view(new QTreeView)
{
    setObjectName(QStringLiteral("detailsDock"));
    QFont strong = font();
    strong.setBold(true);
    m_title->setFont(strong);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setContentsMargins(8, 4, 8, 4);
    m_view->setObjectName(QStringLiteral("detailsView"));
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Every stored field of the selected row"));
    m_view->setAlternatingRowColors(true);
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(12);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->header()->setStretchLastSection(true);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_view, 1);
    setWidget(content);
    showNothing();
}

void DetailsDock::showRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found)
{
    const bool same = m_model->title() == title;
    const int scrolled = m_view->verticalScrollBar()->value();
    m_title->setText(title);
    if (!m_model->setRecord(title, fields, found))
        return;
    if (m_view->header()->sectionSize(0) <= m_view->header()->defaultSectionSize())
        m_view->resizeColumnToContents(0);
    if (same)
        m_view->verticalScrollBar()->setValue(scrolled);
}

void DetailsDock::showNothing()
{
    m_model->clearRecord();
    m_title->setText(tr("Select a row to see every field that is stored of it."));
}

QString DetailsDock::asText() const
{
    TableText table;
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        for (int row = 0; row < m_model->rowCount(); ++row)
            rows += m_model->index(row, 0);
    }
    for (const QModelIndex& index : rows)
        table.addRow({ index.data().toString(), index.siblingAtColumn(1).data().toString() });
    return table.tabSeparated();
}

} // namespace tradestate
