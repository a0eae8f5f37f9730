// SPDX-License-Identifier: MIT
#include "ui/views/detailsdock.h"

#include "ui/models/tabletext.h"
#include "ui/views/textdirection.h"

#include <QHeaderView>
#include <QLabel>
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
    m_view->setItemDelegate(new AsWrittenDelegate(m_view));
    m_view->setAccessibleName(tr("Every stored field of what is selected"));
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
    showFields(Topic::Row, title, fields, found);
}

void DetailsDock::showNothing()
{
    m_topic = Topic::Row;
    m_model->clearRecord();
    m_title->setText(tr("Select a row to see every field that is stored of it."));
}

void DetailsDock::showFindings(const Snapshot& snapshot)
{
    if (snapshot.findings.empty()) {
        m_model->clearRecord();
        setShown(Topic::Findings, tr("Nothing was found that wants a look."), false);
        return;
    }
    const bool changed = m_model->setFindings(QStringLiteral("findings"), snapshot.findings);
    setShown(Topic::Findings, tr("%n finding(s), the worst first", nullptr, static_cast<int>(snapshot.findings.size())),
        changed);
}

void DetailsDock::showPart(StatePart part, const Snapshot& snapshot)
{
    const bool isPortfolio = part == StatePart::Portfolio;
    const Json::Object& fields = isPortfolio ? snapshot.state.portfolio.fields() : snapshot.state.session.fields();
    std::vector<Finding> found;
    for (const Finding& finding : snapshot.findings) {
        const bool isPortfolios = finding.code == findings::olderPortfolio || finding.code == findings::defaultEquity
            || finding.field == QLatin1String("open_positions");
        const bool isSessions = finding.code == findings::freshStart || finding.field == QLatin1String("save_time");
        if (finding.pair.isEmpty() && (isPortfolio ? isPortfolios : isSessions))
            found.push_back(finding);
    }
    QString title = isPortfolio ? tr("Portfolio") : tr("Session");
    if (fields.empty())
        title = isPortfolio ? tr("The save holds no portfolio.") : tr("The save holds no session.");
    showFields(isPortfolio ? Topic::Portfolio : Topic::Session, title, fields, found);
}

void DetailsDock::showIncomplete(const Snapshot& snapshot)
{
    std::vector<Finding> found;
    std::copy_if(snapshot.findings.begin(), snapshot.findings.end(), std::back_inserter(found),
        [](const Finding& finding) { return finding.severity == Severity::Error; });
    const std::optional<SaveRecord>& save = snapshot.tornSave ? snapshot.tornSave : snapshot.record;
    const Json json = save ? toJson(*save) : Json();
    const Json::Object* fields = json.asObject();
    showFields(Topic::Incomplete, snapshot.tornSave ? tr("The newest save, which is incomplete") : tr("This save"),
        fields ? *fields : Json::Object(), found);
}

bool DetailsDock::refresh(const Snapshot& snapshot)
{
    switch (m_topic) {
    case Topic::Row:
        return false;
    case Topic::Findings:
        showFindings(snapshot);
        return true;
    case Topic::Portfolio:
        showPart(StatePart::Portfolio, snapshot);
        return true;
    case Topic::Session:
        showPart(StatePart::Session, snapshot);
        return true;
    case Topic::Incomplete:
        if (!snapshot.has(Condition::Torn))
            return false; // a whole save has come
        showIncomplete(snapshot);
        return true;
    }
    return false;
}

void DetailsDock::showFields(
    Topic topic, const QString& title, const Json::Object& fields, const std::vector<Finding>& found)
{
    setShown(topic, title, m_model->setRecord(title, fields, found));
}

void DetailsDock::setShown(Topic topic, const QString& heading, bool changed)
{
    m_topic = topic;
    if (m_title->text() != heading)
        m_title->setText(heading);
    if (changed && m_view->header()->sectionSize(0) <= m_view->header()->defaultSectionSize())
        m_view->resizeColumnToContents(0);
}

QString DetailsDock::heading() const
{
    return m_title->text();
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
