// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/stateservice.h"

#include <QDialog>
#include <QTimeZone>

#include <memory>
#include <stop_token>

class QLabel;
class QPushButton;
class QScrollArea;

namespace tradestate {

class BackupsPane;
class PlanModel;
class PlanView;
class RestoreOptions;
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
        QString source = {}; ///< Restore: a file to start with; Choose: the save; Remove: the pair
        QString reason = {}; ///< Remove
        bool ghost = false; ///< Remove: the suspected ghost of that pair
        QTimeZone zone = QTimeZone::utc(); ///< in which times are told
    };

    RestoreDialog(
        StateService& service, std::shared_ptr<const Snapshot> current, Request request, QWidget* parent = nullptr);
    /// A plan that is still being made is given up.
    ~RestoreDialog() override;

    /// What is on record now. Where that makes another plan, the preview is made anew; ticks that were set by hand
    /// stay, as far as they still answer what is asked.
    void setCurrent(std::shared_ptr<const Snapshot> snapshot);
    [[nodiscard]] const ChangePlan* plan() const;
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; } ///< why there is no plan
    [[nodiscard]] bool hasBackups() const; ///< the list has been read, or there is none to read
    [[nodiscard]] QString confirmReason() const; ///< why the button is disabled; empty where it is not
    /// Previews this file, whether the list has it or not.
    void setSource(const QString& source);

Q_SIGNALS:
    void applied(const tradestate::ChangeReport& report);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void reject() override;

private:
    void buildLayout();
    QWidget* buildPreview();
    void makePlan(bool sameSource);
    [[nodiscard]] QFuture<Result<ChangePlan>> startPlan(const PlanOptions& options);
    void showPlan(ChangePlan plan, bool sameSource, const PlanOptions& options);
    void showFailure(const Error& error);
    void showError(const QString& text);
    void followCurrent();
    void updateTicks();
    void updateWarnings();
    void updateConfirm();
    void updateNeeds();
    void updateStoppedText();
    void confirm();
    void showResult(const Result<ChangeReport>& report);
    void showStep(ChangeStep step, StepState state);
    void setWorking(bool working);
    [[nodiscard]] bool isForceable(ErrorCode code) const;
    [[nodiscard]] ChangePurpose changePurpose() const;

    StateService& m_service;
    std::shared_ptr<const Snapshot> m_current;
    Request m_request;
    QString m_source;
    QString m_plannedFor; ///< what of the record the newest plan was asked for, see planKey
    int m_planNumber = 0; ///< late answers to an earlier request are dropped
    std::stop_source m_planStop; ///< of the plan that is being made
    std::stop_source m_applyStop;
    bool m_planning = false;
    bool m_havePlan = false;
    bool m_working = false;
    bool m_cancelling = false;
    bool m_writing = false; ///< the journal has it: cancelling is no longer possible
    std::optional<Error> m_failure;

    PlanModel* m_planModel;
    BackupsPane* m_backups = nullptr; ///< only where there is something to choose
    PlanView* m_preview = nullptr;
    RestoreOptions* m_options = nullptr;
    QLabel* m_sourceLabel = nullptr;
    QLabel* m_warnings = nullptr;
    QScrollArea* m_warningArea = nullptr;
    QLabel* m_error = nullptr;
    QLabel* m_confirmReason = nullptr;
    QPushButton* m_all = nullptr;
    QPushButton* m_none = nullptr;
    QPushButton* m_onlyThis = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_confirm = nullptr;
    StepList* m_steps = nullptr;
};

} // namespace tradestate
