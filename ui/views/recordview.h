// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/recordproxy.h"

#include <QTimer>
#include <QTreeView>

#include <functional>

class QMenu;
class QSettings;

namespace tradestate {

/// A table of records: sortable, hideable and movable columns that stay as left, copying, and a heading row that folds
/// its group.
class RecordView : public QTreeView
{
    Q_OBJECT

public:
    /// name is the key under which the layout is kept.
    RecordView(RecordModel* model, const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] RecordProxy* proxy() const { return m_proxy; }
    [[nodiscard]] RecordModel* records() const { return m_model; }

    void readLayout(const QSettings& settings);
    void writeLayout(QSettings& settings) const;
    void resetLayout();
    /// Everything that can be done with columns, for menus: which are shown, where they stand, what sorts.
    void fillColumnsMenu(QMenu* menu);
    /// By one place among the columns that are shown.
    void moveColumn(int column, int step);
    /// Makes columns that were never sized by hand fit what is shown.
    void fitColumnsOnce();

    /// The current row's key and whether it stands in the group; nothing where no record is current.
    struct Current
    {
        QString key;
        bool inGroup = false;
    };
    [[nodiscard]] std::optional<Current> currentRecord() const;
    /// What is selected, in shown order, without the heading row; everything that is shown where nothing is selected.
    [[nodiscard]] QModelIndexList rowsToCopy() const;
    /// The columns that are shown, as they stand.
    [[nodiscard]] std::vector<int> shownColumns() const;
    [[nodiscard]] QString asText() const;
    [[nodiscard]] QString asCsv() const;
    /// Every row that passes the filter.
    [[nodiscard]] QString allAsCsv() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentRecordChanged();
    void contextMenuWanted(const QPoint& globalPosition);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) override;

private:
    void showHeaderMenu(const QPoint& position);
    void addSortMenu(QMenu* menu, const std::function<QString(int)>& title);
    void openGroup();
    void rememberPlace();
    void keepPlace();
    void watchFading();
    [[nodiscard]] QModelIndexList allRows() const;
    [[nodiscard]] QString rowsAs(const QModelIndexList& rows, bool csv) const;

    RecordModel* m_model;
    RecordProxy* m_proxy;
    QString m_name;
    QTimer m_fading;
    QPersistentModelIndex m_top; ///< the topmost row that is seen, during a merge
    int m_topHidden = 0; ///< how much of it is not
    bool m_fitted = false;
    bool m_groupFolded = false; ///< by the user
};

} // namespace tradestate
