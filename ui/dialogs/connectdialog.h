// SPDX-License-Identifier: MIT
#pragma once

#include "core/config/settings.h"
#include "core/influx/connectiontest.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace tradestate {

class ConnectionTester;

/// Connecting to an InfluxDB: where it is, the token, and a test that ticks off one step after the other and says at
/// the first that fails what is wrong and what to do. Saving writes the .env of the user's configuration folder, which
/// console and command line read; the token goes to the system's keychain, or into that .env (mode 0600) where the user
/// says so.
class ConnectDialog : public QDialog
{
    Q_OBJECT

public:
    /// start fills the fields; envFile is what saving writes.
    ConnectDialog(const Settings& start, QString envFile, QWidget* parent = nullptr);
    ~ConnectDialog() override;

    [[nodiscard]] QString envFile() const { return m_envFile; }
    /// What stands in the fields passed every step that reading needs.
    [[nodiscard]] bool isProven() const { return m_proven; }

public Q_SLOTS:
    void startTest();

private:
    void buildLayout(const Settings& start);
    void fieldsEdited();
    void showCheck(const ConnectionCheckResult& result);
    void showEnd(const std::vector<ConnectionCheckResult>& results);
    void showNotTested();
    void save();
    void writeEnv(bool withToken);
    void setSaving(bool saving);
    void showSaveFailed(const Error& error);
    void showMessage(const QString& text);
    void updateButtons();
    [[nodiscard]] QString whyNotTest() const;
    [[nodiscard]] InfluxSettings influxSettings() const;

    QString m_envFile;
    bool m_proven = false;
    bool m_testing = false;
    bool m_saving = false;
    ConnectionTester* m_tester;

    QWidget* m_fields = nullptr;
    QLineEdit* m_url = nullptr;
    QLineEdit* m_organisation = nullptr;
    QLineEdit* m_bucket = nullptr;
    QLineEdit* m_token = nullptr;
    QLineEdit* m_account = nullptr;
    QCheckBox* m_inKeychain = nullptr;
    QCheckBox* m_plainHttp = nullptr;
    QListWidget* m_steps = nullptr;
    QLabel* m_message = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace tradestate
