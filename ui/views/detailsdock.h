// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"
#include "core/state/difference.h"
#include "ui/models/detailsmodel.h"

#include <QDockWidget>

class QLabel;
class QTreeView;

namespace tradestate {

/// Every field of the selected row; or, where it was asked for, the findings, the portfolio, the session or the
/// incomplete save.
class DetailsDock : public QDockWidget
{
    Q_OBJECT

public:
    explicit DetailsDock(QWidget* parent = nullptr);

    void showRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found);
    void showNothing();
    /// All that was found, the worst first.
    void showFindings(const Snapshot& snapshot);
    /// Portfolio or session as a whole; other parts are rows.
    void showPart(StatePart part, const Snapshot& snapshot);
    /// The newest save where it is incomplete and an older one is shown; else why this one does not hold.
    void showIncomplete(const Snapshot& snapshot);
    /// After a refresh: the same from a newer snapshot. False where a row is shown, which its table knows.
    bool refresh(const Snapshot& snapshot);

    [[nodiscard]] DetailsModel* details() const { return m_model; }
    [[nodiscard]] QString heading() const;
    /// "field<TAB>value" of the selected rows, or of all.
    [[nodiscard]] QString asText() const;
    [[nodiscard]] QTreeView* view() const { return m_view; }

private:
    enum class Topic { Row, Findings, Portfolio, Session, Incomplete };
    void showFields(Topic topic, const QString& title, const Json::Object& fields, const std::vector<Finding>& found);
    void setShown(Topic topic, const QString& heading, bool changed);

    DetailsModel* m_model;
    QLabel* m_title;
    QTreeView* m_view;
    Topic m_topic = Topic::Row;
};

} // namespace tradestate
