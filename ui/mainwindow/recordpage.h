// SPDX-License-Identifier: MIT
#pragma once

#include "ui/views/recordview.h"

#include <QStackedWidget>

class QLabel;
class QPushButton;

namespace tradestate {

/// A table, or the reason why it is empty.
class RecordPage : public QStackedWidget
{
    Q_OBJECT

public:
    RecordPage(RecordModel* model, const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] RecordView* view() const { return m_view; }
    /// What to say where there is no record at all.
    void setEmptyText(const QString& heading, const QString& advice);
    void setFilterText(const QString& text);
    /// "3", or "2 of 3" where a filter hides some.
    [[nodiscard]] QString countText() const;
    [[nodiscard]] QString emptyHeading() const;
    [[nodiscard]] bool isEmpty() const { return currentIndex() != 0; }

    /// Of what is shown: the words for an empty table ask for more room than its rows would.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clearFilterWanted();

protected:
    void changeEvent(QEvent* event) override;

public Q_SLOTS:
    void updateShown();

private:
    void applyTheme();

    RecordModel* m_model;
    RecordView* m_view;
    QLabel* m_icon;
    QLabel* m_heading;
    QLabel* m_advice;
    QPushButton* m_clear;
    QString m_emptyHeading;
    QString m_emptyAdvice;
    QString m_filter;
};

} // namespace tradestate
