// SPDX-License-Identifier: MIT
#include "ui/dialogs/backupspane.h"

#include "ui/dialogs/backuplistmodel.h"
#include "ui/models/erroradvice.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"
#include "ui/models/whendone.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace tradestate {

namespace {

QLabel* plainLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

BackupsPane::BackupsPane(StateService& service, const QTimeZone& zone, QWidget* parent)
    : QWidget(parent)
    , m_service(service)
    , m_zone(zone)
    , m_model(new BackupListModel(this))
    , m_list(new QListView)
    , m_problem(plainLabel(QString()))
{
    const QString folder = m_service.settings().folder;
    auto* title
        = plainLabel(tr("Backups in %1, times in %2").arg(QFileInfo(folder).fileName(), Formats::zoneName(m_zone)));
    setPlainToolTip(*title, folder);
    m_list->setObjectName(QStringLiteral("backups"));
    m_list->setAccessibleName(tr("Backups"));
    m_list->setModel(m_model);
    m_list->setWordWrap(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setAlternatingRowColors(true);
    m_problem->setObjectName(QStringLiteral("listProblem"));
    m_problem->hide();
    auto* choose = new QPushButton(tr("Choose &file…"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &BackupsPane::chooseFile);
    // Not the current row: a list that gets the keyboard makes its first row current by itself.
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
        const QString path = rows.isEmpty() ? QString() : rows.front().data(BackupListModel::PathRole).toString();
        if (!path.isEmpty() && path != m_source)
            Q_EMIT chosen(path);
    });
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(choose);
    bottom->addWidget(plainLabel(tr("or drop a file here")), 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(title);
    column->addWidget(m_list, 1);
    column->addWidget(m_problem);
    column->addLayout(bottom);
    setMinimumWidth(260);
}

void BackupsPane::load()
{
    whenDone(m_service.backups(), this, [this](Result<std::vector<BackupEntry>> entries) {
        m_ready = true;
        m_problem->setVisible(!entries);
        if (!entries) {
            // Says nothing about the preview on the right.
            m_problem->setText(describeInWindow(entries.error()));
            return;
        }
        m_model->setEntries(std::move(*entries), m_service.clock().now(), m_zone);
        setSource(m_source);
        if (m_source.isEmpty() && m_model->rowCount() > 0)
            m_list->setCurrentIndex(m_model->index(0));
    });
}

void BackupsPane::setSource(const QString& path)
{
    m_source = path;
    if (const QModelIndex index = m_model->indexOf(path); index.isValid())
        m_list->setCurrentIndex(index);
    else
        m_list->selectionModel()->clear();
}

void BackupsPane::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose a backup or state file"),
        m_service.settings().folder, tr("State files (*.json *.json.* *.backup);;All files (*)"));
    if (!path.isEmpty())
        Q_EMIT chosen(path);
}

} // namespace tradestate
