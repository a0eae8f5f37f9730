// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/manager/stateservice.h"
#include "ui/mainwindow/consoleactions.h"
#include "ui/mainwindow/refresher.h"
#include "ui/views/truthstrip.h"

#include <QMainWindow>
#include <QTemporaryDir>

#include <functional>
#include <memory>

class QActionGroup;
class QLineEdit;
class QSettings;
class QStackedWidget;
class QTabWidget;
class QToolBar;
class QVBoxLayout;

namespace tradestate {

class AccountBox;
class Cards;
class ChartsPage;
class ConsoleStatusBar;
class DetailsDock;
class FirstPage;
class LogDock;
class NoticeBar;
class PairStatesModel;
class PaperSession;
class PositionsModel;
class RecordPage;
class RecordView;
class RestoreDialog;

/// The console: what is on record, how far it is proven, and what can be done with it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// configured: somebody chose the store; else it is what is there without any choice.
    using OpenCallback = std::function<void(Result<std::shared_ptr<StateService>>, bool configured)>;
    /// Asked in this thread once the settings are read: the account to open; empty: the one that they name.
    using AccountChoice = std::function<QString(const Settings& settings)>;
    struct Parts
    {
        std::shared_ptr<const Clock> clock; ///< the system's where null
        /// Opens the store that an .env names and calls back in this thread; an empty path: the one of the usual
        /// search. Null: choosing is off.
        std::function<void(const QString& envFile, const AccountChoice& account, const OpenCallback& done)> open;
        /// A service to look at files with, while no store can be opened; may be null.
        std::function<std::shared_ptr<StateService>()> forViewing;
        QString configEnvFile; ///< what the connect dialog writes
        /// A trading system on paper to look at; without a program there is none.
        struct Paper
        {
            QString program; ///< the executable's path
            QString folder; ///< its own, apart from every other record
            std::function<std::shared_ptr<StateService>(const Settings&)> open;
        };
        Paper paper;
        std::shared_ptr<QSettings> layout; ///< where layout and choices are kept; null: nowhere
    };

    explicit MainWindow(Parts parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    struct AtStart
    {
        QString envFile;
        QString view; ///< a file to look at
        bool sample = false;
    };
    void openAtStart(const AtStart& what);
    /// Another store. configured: somebody chose it; else the first page is shown while nothing is stored there.
    void setService(std::shared_ptr<StateService> service, bool configured);
    /// No store could be opened: says why; files can still be viewed through the service.
    void setFailure(const Error& error, std::shared_ptr<StateService> forViewing);
    /// Shows a snapshot as if it had just been read.
    void showSnapshot(const Snapshot& snapshot);
    void showHistory(const std::vector<HistoryEntry>& history);
    void viewFile(const QString& path);
    void viewSample();

    [[nodiscard]] const Snapshot* shown() const { return m_shown.snapshot.get(); }
    [[nodiscard]] ConsoleActions& actions() { return *m_actions; }
    [[nodiscard]] TruthStrip* strip() const { return m_strip; }
    [[nodiscard]] NoticeBar* notice() const { return m_notice; }
    [[nodiscard]] RecordPage* positionsPage() const { return m_positions; }
    [[nodiscard]] RecordPage* pairStatesPage() const { return m_pairStates; }
    [[nodiscard]] LogDock* logDock() const { return m_log; }
    [[nodiscard]] DetailsDock* detailsDock() const { return m_details; }
    [[nodiscard]] QTabWidget* tabs() const { return m_tabs; }
    [[nodiscard]] AccountBox* accountBox() const { return m_accounts; }
    [[nodiscard]] QLineEdit* filterField() const { return m_filterField; }
    [[nodiscard]] Refresher* refresher() const { return m_refresher; }

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // layout
    void buildCentre();
    void buildDocks();
    void buildToolBar();
    void buildMenus();
    void connectActions();
    void readLayout();
    void writeLayout() const;
    void resetLayout();
    void applyTheme();
    void applyDensity();
    void showPanes(bool wanted);
    void updateCards();
    void updateToolBar();
    void applyZone();
    void applyInterval();

    // what is shown
    void clearShown();
    void take(const Loaded& loaded, bool local);
    void remakeRows();
    void showLoaded(Loaded loaded, const QString& source);
    void showFailedRefresh(const Error& error);
    void updateStrip();
    void updateTabs();
    void updateDetails();
    void updateActions();
    void updateEmptyTexts();
    void updateFirstPage();
    void updateTitle();
    void tellOverwritten(const Snapshot& snapshot);
    void tick();
    void loadHistory();
    void applyFilter();
    [[nodiscard]] Timestamp now() const;
    [[nodiscard]] Timestamp agesCountTo() const;

    // stores
    using ThenOpened = std::function<void(Result<std::shared_ptr<StateService>>, bool)>;
    void openStore(const QString& envFile, ThenOpened then);
    void openStore(const QString& envFile, const AccountChoice& account, ThenOpened then);
    void retire(const std::shared_ptr<StateService>& service);
    void useEnv();
    void openEnv(const QString& path);
    void reopen();
    void connectToInflux();
    void tryPaper();
    void stopPaper();
    void paperEnded(const QString& problem);
    void leavePaper();
    [[nodiscard]] bool showsPaper() const;

    // accounts of the store
    [[nodiscard]] QString keptAccount(const Settings& settings) const;
    void keepAccount(const Settings& settings, const QString& account);
    void forgetAccounts(const QString& envFile);
    void askAccounts();
    void showAccounts(const QStringList& accounts);
    void openAccount(const QString& account);

    // what is done
    void refreshNow();
    void doBackup();
    void doSave();
    void openRestore(const QString& source);
    void openUndo();
    void undoAtOnce();
    void tellChange(const ChangeReport& report);
    void openChoose();
    void openRemove();
    void openRestoreDialog(int purpose, const QString& source, const QString& reason, bool ghost = false);
    void chooseFileToView();
    void startViewing(const QString& path, const QString& name, bool isSample);
    void backToNow();
    void copy(bool csv);
    void exportCsv();
    void showContextMenu(RecordView* view, const QPoint& place);
    void focusNextPane(int step);
    void takeOffer(TruthStrip::Offer offer);
    void showInDetails(const std::function<void(const Snapshot&)>& show);
    void showHelp();
    void showAbout();
    void startWork(const QString& what, bool canCancel);
    void endWork();
    void updateWork();
    void tellError(const QString& what, const Error& error);
    void writeLog(LogLevel level, const QString& sentence);
    [[nodiscard]] RecordView* currentView() const;

    Parts m_parts;
    std::shared_ptr<StateService> m_service;
    ConsoleActions* m_actions;
    Refresher* m_refresher;
    PositionsModel* m_positionsModel;
    PairStatesModel* m_pairStatesModel;

    TruthStrip* m_strip = nullptr;
    NoticeBar* m_notice = nullptr;
    QStackedWidget* m_pages = nullptr;
    FirstPage* m_firstPage = nullptr;
    Cards* m_cards = nullptr;
    QFrame* m_frame = nullptr; ///< coloured while something else than now is viewed
    QTabWidget* m_tabs = nullptr;
    RecordPage* m_positions = nullptr;
    RecordPage* m_pairStates = nullptr;
    ChartsPage* m_charts = nullptr;
    LogDock* m_log = nullptr;
    DetailsDock* m_details = nullptr;
    ConsoleStatusBar* m_status = nullptr;
    QToolBar* m_toolBar = nullptr;
    AccountBox* m_accounts = nullptr;
    QAction* m_accountsInBar = nullptr;
    QLineEdit* m_filterField = nullptr;
    QActionGroup* m_zones = nullptr;
    QActionGroup* m_intervals = nullptr;
    QTimer m_tick;
    QTimer m_filterDelay;
    RestoreDialog* m_restoreDialog = nullptr;

    Loaded m_record; ///< what is on record, also while something else is viewed
    Loaded m_shown;
    QString m_source; ///< empty: the record; else what is viewed
    QString m_viewedPath;
    bool m_viewingSample = false;
    bool m_configured = false;
    bool m_opening = false; ///< a store, at start
    bool m_onlyViewing = false; ///< no store could be opened; the service reads files
    QString m_failedEnv; ///< which then
    bool m_asking = false; ///< only what is on disk is shown yet
    std::optional<Error> m_failure; ///< the last refresh, or opening the store
    QString m_busyWith;
    bool m_busyCanCancel = false;
    QString m_readingFile; ///< shown as work
    bool m_closeWhenDone = false;
    enum class AccountsAsked { No, WithoutPrimary, Yes };
    AccountsAsked m_accountsAsked = AccountsAsked::No;
    QString m_historyOf; ///< the save whose history is charted
    QString m_toldOverwritten;
    int m_viewNumber = 0;
    int m_rowsNumber = 0;
    std::vector<std::shared_ptr<StateService>> m_retired; ///< of stores before, until nothing runs there any more
    enum class Room { Enough, Little, Least };
    Room m_room = Room::Enough; ///< for text, in this window at this font
    bool m_tabifiedByRoom = false; ///< docks became tabs because the window is small
    bool m_panesClosed = false; ///< by the window, not by hand
    QTimeZone m_zone = QTimeZone::utc();
    QByteArray m_firstState;
    std::unique_ptr<QTemporaryDir> m_sampleFolder;
    QString m_envBeforePaper; ///< of the store that was open before
    PaperSession* m_paper = nullptr; ///< once it was started
    bool m_closeWhenPaperEnds = false;
};

} // namespace tradestate
