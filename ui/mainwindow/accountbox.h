// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>
#include <QWidget>

class QComboBox;

namespace tradestate {

/// Which account's record is shown, and the way to another one. Only a choice by hand changes anything: the wheel,
/// which turns over it by accident, does not.
class AccountBox : public QWidget
{
    Q_OBJECT

public:
    explicit AccountBox(QWidget* parent = nullptr);

    /// current is one of the accounts.
    void setAccounts(const QStringList& accounts, const QString& current);
    /// Empty: another one may be chosen; else why not.
    void setReason(const QString& reason);
    [[nodiscard]] QStringList accounts() const;
    [[nodiscard]] QString current() const { return m_current; }
    /// There is something to choose.
    [[nodiscard]] bool isWanted() const;
    [[nodiscard]] QComboBox* box() const { return m_box; }

Q_SIGNALS:
    void accountChosen(const QString& account);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QComboBox* m_box;
    QString m_current;
};

} // namespace tradestate
