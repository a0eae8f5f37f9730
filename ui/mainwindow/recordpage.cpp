// SPDX-License-Identifier: MIT
#include "ui/mainwindow/recordpage.h"

#include "ui/views/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tradestate {

RecordPage::RecordPage(RecordModel* model, const QString& name, QWidget* parent)
    : QStackedWidget(parent)
    , m_model(model)
    , m_view(new RecordView(model, name))
    , m_icon(new QLabel)
    , m_heading(new QLabel)
    , m_advice(new QLabel)
    , m_clear(new QPushButton(tr("Clear the filter")))
{
    m_view->setFrameShape(QFrame::NoFrame);
    addWidget(m_view);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setSpacing(8);
    column->addStretch(1);
    for (QLabel* label : { m_icon, m_heading, m_advice }) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(label != m_icon);
        column->addWidget(label);
    }
    m_heading->setObjectName(QStringLiteral("emptyHeading"));
    column->addWidget(m_clear, 0, Qt::AlignHCenter);
    column->addStretch(2);
    addWidget(page);
    connect(m_clear, &QPushButton::clicked, this, &RecordPage::clearFilterWanted);
    applyTheme();
    updateShown();
}

void RecordPage::setEmptyText(const QString& heading, const QString& advice)
{
    m_emptyHeading = heading;
    m_emptyAdvice = advice;
    updateShown();
}

QSize RecordPage::minimumSizeHint() const
{
    return currentWidget() == m_view ? m_view->minimumSizeHint() : QStackedWidget::minimumSizeHint();
}

void RecordPage::setFilterText(const QString& text)
{
    m_filter = text;
    m_view->proxy()->setFilterText(text);
    updateShown();
}

void RecordPage::updateShown()
{
    m_view->fitColumnsOnce();
    const bool noRecord = m_model->rowCount() == 0;
    const bool noneShown = m_view->proxy()->rowCount() == 0;
    if (!noneShown) {
        setCurrentIndex(0);
        return;
    }
    m_clear->setVisible(!noRecord);
    m_heading->setText(noRecord ? m_emptyHeading : tr("No row contains “%1”.").arg(m_filter));
    m_advice->setText(noRecord ? m_emptyAdvice : tr("The filter looks into every column."));
    m_advice->setVisible(!m_advice->text().isEmpty());
    setCurrentIndex(1);
}

QString RecordPage::countText() const
{
    const qsizetype all = m_model->recordCount();
    const int shown = m_view->proxy()->shownRecords();
    return shown == all ? QString::number(all) : tr("%1 of %2").arg(shown).arg(all);
}

QString RecordPage::emptyHeading() const
{
    return m_heading->text();
}

void RecordPage::applyTheme()
{
    QFont strong = font();
    strong.setBold(true);
    m_heading->setFont(strong);
    const int side = fontMetrics().height() * 2;
    m_icon->setPixmap(Theme::icon(QStringLiteral("empty"), Theme::quietText(palette()))
                          .pixmap(QSize(side, side), devicePixelRatioF()));
}

void RecordPage::changeEvent(QEvent* event)
{
    QStackedWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
}

} // namespace tradestate
