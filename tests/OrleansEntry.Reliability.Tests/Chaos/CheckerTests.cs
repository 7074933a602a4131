namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Each checker on a history that keeps the rule and on one that breaks it.</summary>
public sealed class CheckerTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan NoTime = TimeSpan.Zero;

    [Fact]
    public void A_recovery_code_that_opened_twice_is_found()
    {
        Operation[] once = [Enter(1) with { Method = "recovery-code", Code = "A" }, Enter(2) with { Method = "recovery-code", Code = "B" }];
        Assert.Empty(FactorCheckers.RecoveryCodes(once));
        Assert.Single(FactorCheckers.RecoveryCodes([.. once, Enter(3) with { Method = "recovery-code", Code = "A" }]));
    }

    [Fact]
    public void A_time_step_that_was_accepted_again_or_late_is_found()
    {
        Operation[] rising =
            [Enter(1) with { Method = "totp", Seed = "S", Step = 7 }, Enter(2) with { Method = "totp", Seed = "S", Step = 8 }];
        Assert.Empty(FactorCheckers.TimeSteps(rising));
        Assert.Single(FactorCheckers.TimeSteps([.. rising, Enter(3) with { Method = "totp", Seed = "S", Step = 8 }]));
        Assert.Equal(2, FactorCheckers.TimeSteps([.. rising, Enter(3) with { Method = "totp", Seed = "S", Step = 6 }]).Count());
    }

    [Fact]
    public void Two_steps_at_the_same_time_may_come_in_any_order() =>
        Assert.Empty(FactorCheckers.TimeSteps(
        [
            Enter(1) with { Method = "totp", Seed = "S", Step = 8, To = Noon.AddSeconds(9) },
            Enter(2) with { Method = "totp", Seed = "S", Step = 7, To = Noon.AddSeconds(9) },
        ]));

    [Fact]
    public void A_wrong_guess_that_was_not_counted_is_found()
    {
        var guess = Enter(1) with { Act = Act.Guess, Outcome = Outcome.Refused, Verdict = "401 not-admitted", Session = null };
        Assert.Empty(PaceCheckers.Failures([guess], [Log(("entry.passcode-refused", 1))]));
        Assert.Single(PaceCheckers.Failures([guess, guess], [Log(("entry.passcode-refused", 1))]));
        Assert.Single(PaceCheckers.Failures([guess], [Log(("entry.passcode-refused", 1), ("entry.passcode-refused", 2))]));

        // One without an answer may have been counted or not.
        var unknown = guess with { Outcome = Outcome.Unknown, Verdict = "503 unavailable" };
        Assert.Empty(PaceCheckers.Failures([guess, unknown], [Log(("entry.passcode-refused", 1))]));
        Assert.Empty(PaceCheckers.Failures([guess, unknown], [Log(("entry.passcode-refused", 1), ("entry.passcode-refused", 2))]));
    }

    [Fact]
    public void An_attempt_that_was_evaluated_during_a_wait_is_found()
    {
        (string, int)[] five = [.. Enumerable.Range(1, 5).Select(i => ("entry.passcode-refused", i)), ("entry.locked passcode 30", 5)];
        Assert.Empty(PaceCheckers.Waits([Log([.. five, ("entry.passcode-refused", 35)])]));
        Assert.Single(PaceCheckers.Waits([Log([.. five, ("entry.passcode-refused", 34)])]));
        Assert.Single(PaceCheckers.Waits([Log([.. five, ("entry.admitted passcode", 20)])]));
        Assert.Single(PaceCheckers.Waits([Log([.. five[..5], ("entry.passcode-refused", 6)])]));
    }

    [Fact]
    public void A_wait_that_does_not_end_is_found()
    {
        var waiting = Enter(36) with { Outcome = Outcome.Refused, Verdict = "429 wait" };
        Assert.Empty(PaceCheckers.WaitsEnd([waiting], [Log(("entry.locked passcode 30", 10))]));
        Assert.Single(PaceCheckers.WaitsEnd([waiting], [Log(("entry.locked passcode 30", 1))]));
        Assert.Single(PaceCheckers.WaitsEnd([waiting], [Log()]));
    }

    [Fact]
    public void A_network_that_was_admitted_too_often_is_found()
    {
        var tried = Enter(1) with { Act = Act.Flood, Outcome = Outcome.Refused, Verdict = "401 not-admitted", Session = null };
        Assert.Empty(PaceCheckers.Throttle([tried, tried], 2, 0));
        Assert.Single(PaceCheckers.Throttle([tried, tried, tried], 2, 0));
        Assert.Empty(PaceCheckers.Throttle([tried, tried, tried], 2, 1));
    }

    [Fact]
    public void A_log_with_a_gap_or_a_broken_chain_is_found()
    {
        var log = Log(("account.opened", 1), ("entry.admitted passcode", 2));
        Assert.Empty(LogCheckers.Chain([log]));
        Assert.Single(LogCheckers.Chain([log with { Intact = false }]));
        Assert.Equal(2, LogCheckers.Chain([log with { Log = [log.Log[1]] }]).Count());
        Assert.Single(LogCheckers.Chain([log with { Head = 1 }]));
    }

    [Fact]
    public void A_success_that_left_no_entry_is_found()
    {
        var change = Enter(1) with { Act = Act.ChangePasscode, Session = null };
        Assert.Empty(LogCheckers.Durable([change], [Log(("passcode.changed", 1))]));
        Assert.Single(LogCheckers.Durable([change], [Log()]));
        Assert.Single(LogCheckers.Durable([Enter(1) with { Act = Act.Leave }], [Log()]));

        Operation[] gone =
            [Enter(1), Enter(2) with { Act = Act.Check, Session = "s1", Outcome = Outcome.Refused, Verdict = "401 no-session" }];
        Assert.Single(LogCheckers.Durable(gone, [Log(("entry.admitted passcode s1", 1))]));
        Assert.Empty(LogCheckers.Durable(gone, [Log(("entry.admitted passcode s1", 1), ("session.ended - s1", 1))]));
    }

    [Fact]
    public void An_operation_that_was_applied_twice_is_found()
    {
        var change = Enter(1) with { Act = Act.ChangePasscode, Attempts = 3 };
        Assert.Empty(LogCheckers.Retries([change], [Log(("passcode.changed", 1))]));
        Assert.Single(LogCheckers.Retries([change], [Log(("passcode.changed", 1), ("passcode.changed", 2))]));
        var renewal = Enter(1) with { Act = Act.Renew, Outcome = Outcome.Unknown, Attempts = 2 };
        Assert.Single(LogCheckers.Retries([renewal], [Log(("recovery-codes.renewed", 1), ("recovery-codes.renewed", 2))]));
    }

    [Fact]
    public void A_mail_that_is_missing_or_too_many_is_found()
    {
        var changed = Log(("passcode.changed", 1));
        Assert.Empty(
            LogCheckers.Notices([], [changed with { Mails = ["Your passcode was changed", "A new device entered your account"] }]));
        Assert.Single(LogCheckers.Notices([], [changed]));
        Assert.Single(LogCheckers.Notices([], [Log() with { Mails = ["Your passcode was changed"] }]));
    }

    [Fact]
    public void A_session_without_an_entry_and_an_entry_without_a_session_are_found()
    {
        var log = Log(("entry.admitted passcode s1", 1)) with { Listed = ["s1"] };
        Assert.Empty(SessionCheckers.Sessions([Enter(1)], [log]));
        Assert.Single(SessionCheckers.Sessions([], [log]));
        Assert.Single(SessionCheckers.Sessions([Enter(1)], [Log()]));
        Assert.Single(SessionCheckers.Sessions([Enter(1)], [log with { Listed = [] }]));
        Assert.Equal(2,
            SessionCheckers.Sessions([Enter(1), Enter(2) with { Session = "s1" }],
            [Log(("entry.admitted p s1", 1), ("entry.admitted p s1", 2)) with { Listed = ["s1"] }]).Count());
        Assert.Empty(SessionCheckers.Sessions([Enter(1) with { Outcome = Outcome.Unknown, Session = null }], [log]));
    }

    [Fact]
    public void An_admission_out_of_order_is_found()
    {
        (string, int)[] enrolled = [("totp.enrolled", 1), ("entry.passcode-accepted", 2), ("entry.admitted passcode+totp", 3)];
        Assert.Empty(SessionCheckers.Order([], [Log(enrolled)]));
        Assert.Single(SessionCheckers.Order([], [Log([.. enrolled, ("entry.admitted passcode", 4)])]));
        Assert.Single(SessionCheckers.Order([], [Log([.. enrolled, ("entry.admitted passcode+totp", 4)])]));
        Assert.Single(SessionCheckers.Order([Enter(1) with { Act = Act.Guess }], []));
    }

    [Fact]
    public void A_session_that_outlives_its_end_is_found()
    {
        var end = Enter(1) with { Act = Act.Leave, Ends = ["s1"] };
        var shown = Enter(5) with { Act = Act.Check, Session = "s1" };
        Assert.Single(SessionCheckers.Ended([end, shown], TimeSpan.FromSeconds(3)));
        Assert.Empty(SessionCheckers.Ended([end, shown], TimeSpan.FromSeconds(4)));
        Assert.Empty(SessionCheckers.Ended([end with { Outcome = Outcome.Unknown }, shown], NoTime));
    }

    [Fact]
    public void A_former_passcode_that_opens_and_a_present_one_that_does_not_are_found()
    {
        var opened = Enter(1) with { Act = Act.Register, Passcode = "old" };
        var change = Enter(2) with { Act = Act.ChangePasscode, Before = "old", Passcode = "new" };
        var withNew = Enter(3) with { Passcode = "new", PasscodeWasRight = true };
        var withOld = Enter(4) with { Passcode = "old", PasscodeWasRight = true };
        Assert.Empty(AccountCheckers.Passcodes([opened, change, withNew, withOld with { PasscodeWasRight = false }]));
        Assert.Single(AccountCheckers.Passcodes([opened, change, withOld]));
        Assert.Single(AccountCheckers.Passcodes([opened, change, withNew with { PasscodeWasRight = false }]));
        Assert.Empty(AccountCheckers.Passcodes([opened, change with { Outcome = Outcome.Unknown }, withOld, withNew]));
        Assert.Empty(
            AccountCheckers.Passcodes([opened, change with { Outcome = Outcome.Unknown }, withOld with { PasscodeWasRight = false }]));
    }

    [Fact]
    public void A_second_account_of_one_person_and_an_account_of_two_are_found()
    {
        var one = Enter(1) with { Act = Act.Register, Account = "a" };
        Assert.Empty(AccountCheckers.OneAccount([one, one], [Log(("account.opened", 1)) with { Account = "a" }]));
        Assert.Single(AccountCheckers.OneAccount([one, one with { Account = "b" }], []));
        Assert.Single(AccountCheckers.OneAccount([one, one with { Who = "somebody else" }], []));
        Assert.Single(AccountCheckers.OneAccount([], [Log(("account.opened", 1), ("account.opened", 2))]));
    }

    [Fact]
    public void What_belongs_to_somebody_else_is_found()
    {
        var log = Log(("account.opened", 1));
        Assert.Empty(AccountCheckers.Crosstalk([Enter(1)], [log]));
        Assert.Single(AccountCheckers.Crosstalk([Enter(1) with { Verdict = "200 other-session" }], [log]));
        Assert.Single(AccountCheckers.Crosstalk([], [log with { Networks = ["10.0.0.9"] }]));
    }

    [Fact]
    public void The_same_seed_makes_the_same_schedule()
    {
        static string[] Plan(ulong seed) => [.. Schedule.From(new(seed)).Take(20).Select(strike => strike.ToString())];

        Assert.Equal(Plan(1), Plan(1));
        Assert.NotEqual(Plan(1), Plan(2));
    }

    private static Operation Enter(int second) => new()
    {
        Who = "somebody", Act = Act.Enter, Outcome = Outcome.Ok, From = Noon.AddSeconds(second), To = Noon.AddSeconds(second),
        Network = "10.0.0.1", Session = $"s{second}", Verdict = "200 done",
    };

    // "kind detail session", and how many seconds after noon.
    private static Evidence Log(params (string Entry, int Second)[] entries)
    {
        var log = entries.Select((one, i) =>
        {
            var parts = one.Entry.StartsWith("entry.locked", StringComparison.Ordinal) ? one.Entry.Split(' ', 2) : one.Entry.Split(' ');
            return new LogEntry
            {
                Sequence = i + 1, At = Noon.AddSeconds(one.Second), Kind = parts[0], Network = "10.0.0.1",
                Detail = parts.ElementAtOrDefault(1), Session = parts.ElementAtOrDefault(2),
            };
        }).ToArray();
        return new Evidence { Who = "somebody", Log = log, Head = log.Length, Networks = ["10.0.0.1"] };
    }
}
