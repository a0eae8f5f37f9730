// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/stateservice.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QListView;
class QPushButton;
class QTimer;
class QTreeView;
class QVBoxLayout;

namespace tradestate {

class BackupListModel;
class PlanModel;
class StepList;

/// Restoring with a preview: the backups on the left, what would change on the right, and a button that says what it
/// will do. The same preview serves undo, the choice between a fork's saves, and the removal of one position.
class RestoreDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Purpose { Restore, Undo, Choose, Remove };
    struct Request
    {
        Purpose purpose = Purpose::Restore;
        QString source; ///< Restore: a file to start with; Choose: the save; Remove: the pair
        QString reason; ///< Remove
    };

    RestoreDialog(StateService& service, const Snapshot& current, Request request, QWidget* parent = nullptr);

    /// What is on record now; a new head makes the preview anew and keeps the ticks that were set by hand.
    void setCurrent(const Snapshot& snapshot);
    [[nodiscard]] const ChangePlan* plan() const;
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; } ///< why there is no plan
    [[nodiscard]] bool hasBackups() const; ///< the list has been read, or there is none to read
    [[nodiscard]] QString confirmReason() const; ///< why the button is disabled; empty where it is not

Q_SIGNALS:
    void applied(const tradestate::ChangeReport& report);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void reject() override;

private:
    void buildLayout();
    QWidget* buildSourcePane();
    QWidget* buildPreviewPane();
    void loadBackups();
    void chooseFile();
    void setSource(const QString& source);
    void makePlan(bool keepTicks);
    void showPlan(ChangePlan plan, bool keepTicks);
    void showFailure(const Error& error);
    void updateConfirm();
    void updateLiveText();
    void confirm();
    void setWorking(bool working);
    [[nodiscard]] bool forceIsNeeded(ErrorCode code) const;

    StateService& m_service;
    Snapshot m_current;
    Request m_request;
    QString m_source;
    int m_planNumber = 0; ///< late answers to an earlier request are dropped
    bool m_havePlan = false;
    bool m_haveBackups = false;
    bool m_working = false;
    bool m_writing = false; ///< the journal has it: cancelling is no longer possible
    std::optional<Error> m_failure;

    PlanModel* m_planModel;
    BackupListModel* m_backupModel;
    QWidget* m_sourcePane = nullptr;
    QListView* m_backups = nullptr;
    QTreeView* m_tree = nullptr;
    QLabel* m_sourceLabel = nullptr;
    QLabel* m_warnings = nullptr;
    QLabel* m_error = nullptr;
    QLabel* m_confirmReason = nullptr;
    QCheckBox* m_stopped = nullptr;
    QCheckBox* m_offline = nullptr;
    QCheckBox* m_salvage = nullptr;
    QCheckBox* m_keepRemoved = nullptr;
    QCheckBox* m_purgeGhosts = nullptr;
    QPushButton* m_all = nullptr;
    QPushButton* m_none = nullptr;
    QPushButton* m_onlyThis = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_confirm = nullptr;
    StepList* m_steps = nullptr;
    QTimer* m_tick = nullptr;
};

} // namespace tradestate
