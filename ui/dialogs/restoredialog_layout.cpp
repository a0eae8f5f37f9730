// SPDX-License-Identifier: MIT
#include "ui/dialogs/backupspane.h"
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/planview.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/dialogs/restoreoptions.h"
#include "ui/dialogs/steplist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

namespace tradestate {

namespace {

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

void makeSelectable(QLabel* label)
{
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

} // namespace

void RestoreDialog::buildLayout()
{
    auto* splitter = new QSplitter(this);
    if (m_request.purpose == Purpose::Restore) {
        m_backups = new BackupsPane(m_service, m_request.zone);
        splitter->addWidget(m_backups);
    }
    QWidget* preview = buildPreview();
    splitter->addWidget(preview);
    splitter->setStretchFactor(splitter->indexOf(preview), 5);
    if (m_backups)
        splitter->setStretchFactor(splitter->indexOf(m_backups), 2);
    splitter->setChildrenCollapsible(false);

    auto* promise = plainLabel(
        tr("Nothing is sent to the broker: this changes what the trading system believes at its next start. "
           "A rescue copy of the present record is made first."),
        this);
    m_steps = new StepList(this);
    m_steps->setObjectName(QStringLiteral("steps"));
    m_steps->hide();
    m_error = plainLabel(QString(), this);
    m_error->setObjectName(QStringLiteral("error"));
    makeSelectable(m_error);
    m_error->hide();
    m_confirmReason = plainLabel(QString(), this);
    m_confirmReason->setObjectName(QStringLiteral("confirmReason"));
    m_confirmReason->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_confirm = new QPushButton(this);
    m_confirm->setObjectName(QStringLiteral("confirm"));
    m_confirm->setAutoDefault(false);
    m_cancel->setDefault(true);
    connect(m_cancel, &QPushButton::clicked, this, &RestoreDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &RestoreDialog::confirm);
    for (const auto& keys : { QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter) }) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, m_confirm, &QPushButton::click);
    }
    m_confirm->setToolTip(tr("Ctrl+Enter"));

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_confirmReason, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_confirm);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_error);
    layout->addWidget(m_steps);
    layout->addWidget(promise);
    layout->addLayout(buttons);
    // Cancel is where a stray Enter lands.
    m_cancel->setFocus();
}

QWidget* RestoreDialog::buildPreview()
{
    auto* pane = new QWidget(this);
    m_sourceLabel = plainLabel(QString(), pane);
    m_sourceLabel->setObjectName(QStringLiteral("source"));
    m_preview = new PlanView(m_planModel, pane);
    m_preview->setObjectName(QStringLiteral("preview"));
    m_preview->setAccessibleName(tr("What would change on record"));

    m_all = new QPushButton(tr("&All"), pane);
    m_none = new QPushButton(tr("&None"), pane);
    m_onlyThis = new QPushButton(tr("&Only this"), pane);
    connect(m_all, &QPushButton::clicked, this, [this] { m_planModel->tickAll(true); });
    connect(m_none, &QPushButton::clicked, this, [this] { m_planModel->tickAll(false); });
    connect(m_onlyThis, &QPushButton::clicked, this, [this] { m_planModel->tickOnly(m_preview->currentIndex()); });
    auto* tickButtons = new QHBoxLayout;
    tickButtons->addStretch();
    for (QPushButton* button : { m_all, m_none, m_onlyThis }) {
        button->setAutoDefault(false);
        tickButtons->addWidget(button);
    }

    m_warnings = plainLabel(QString(), pane);
    m_warnings->setObjectName(QStringLiteral("warnings"));
    m_warnings->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    makeSelectable(m_warnings);
    m_warningArea = new QScrollArea(pane);
    m_warningArea->setWidget(m_warnings);
    m_warningArea->setWidgetResizable(true);
    m_warningArea->setFrameShape(QFrame::NoFrame);
    m_warningArea->setMaximumHeight(150);
    m_warningArea->setAccessibleName(tr("Warnings"));
    m_warningArea->hide();
    m_options = new RestoreOptions(pane);

    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_sourceLabel);
    layout->addWidget(m_preview, 1);
    layout->addLayout(tickButtons);
    layout->addWidget(m_warningArea);
    layout->addWidget(m_options);
    return pane;
}

} // namespace tradestate
