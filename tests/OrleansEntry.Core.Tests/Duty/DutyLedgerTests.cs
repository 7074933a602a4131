using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Duty;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Duty;

public sealed class DutyLedgerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    public void A_ledger_of_visitors_has_a_name_that_is_read_back_and_no_account_has(int number)
    {
        var name = Enlistment.NameOf(number);

        Assert.Equal(number, new Enlistment(name, default).VisitorsLedger);
        Assert.False(AccountId.TryParse(name, out _));
        Assert.Null(new Enlistment(Name(7), default).VisitorsLedger);
    }

    [Fact]
    public void Who_has_been_on_it_for_a_minute_is_due_the_longest_first()
    {
        var ledger = Enlisted(Enlisted(DutyLedger.Empty, 1, Noon), 2, Noon.AddSeconds(30));

        Assert.Empty(ledger.Due(Noon.AddMinutes(1).AddTicks(-1), DutyLedger.AskAfter));
        Assert.Equal([Name(1)], ledger.Due(Noon.AddMinutes(1), DutyLedger.AskAfter).Select(e => e.AccountId));
        Assert.Equal([Name(1), Name(2)], ledger.Due(Noon.AddSeconds(90), DutyLedger.AskAfter).Select(e => e.AccountId));
        Assert.Equal([Name(1), Name(2)], ledger.Due(Noon, TimeSpan.Zero).Select(e => e.AccountId));
    }

    [Fact]
    public void A_clock_that_was_set_back_holds_nobody_up_for_longer()
    {
        var ledger = Enlisted(DutyLedger.Empty, 1, Noon.AddHours(1));

        Assert.Single(ledger.Due(Noon, DutyLedger.AskAfter));
    }

    [Fact]
    public void Who_enlisted_again_is_not_struck_out_by_the_enlistment_before_even_at_one_instant()
    {
        var ledger = Enlisted(DutyLedger.Empty, 1, Noon);
        var asked = ledger.Due(Noon, TimeSpan.Zero);

        Assert.Empty(ledger.Strike(asked).Enlisted);
        Assert.Equal(Name(1), Assert.Single(Enlisted(ledger, 1, Noon).Strike(asked).Enlisted).Key);
        Assert.Equal(Name(1), Assert.Single(Enlisted(ledger.Strike(asked), 1, Noon).Strike(asked).Enlisted).Key);
    }

    [Fact]
    public void A_full_ledger_takes_nobody_new_and_still_knows_its_own()
    {
        var ledger = DutyLedger.Empty;
        for (var i = 0; i < DutyLedger.MaxAccounts; i++) ledger = Enlisted(ledger, i, Noon.AddSeconds(i));

        Assert.Equal((ledger, null), ledger.Enlist(Name(9999), Noon));
        Assert.Equal((ledger, null), ledger.Enlist(null, Noon));
        Assert.Equal(DutyLedger.MaxAccounts, Enlisted(ledger, 7, Noon).Enlisted.Count);
        Assert.NotNull(ledger.Strike(ledger.Due(Noon, TimeSpan.Zero).Take(1)).Enlist(Name(9999), Noon).At);
    }

    [Fact]
    public void Nobody_leaves_no_name()
    {
        var (ledger, at) = DutyLedger.Empty.Enlist(null, Noon);

        Assert.Equal(Noon, at);
        Assert.Empty(ledger.Enlisted);
    }

    // Accounts agree to be struck out in any order, late, twice and again after they enlisted anew; clocks step back.
    [Fact]
    public void Whoever_enlisted_and_did_not_agree_since_is_on_the_ledger() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[-40, 60], Gen.Bool).Array[1, 200].Sample(steps =>
        {
            var (ledger, now) = (DutyLedger.Empty, Noon);
            var (last, given) = (new Dictionary<string, DateTimeOffset>(), new List<Enlistment>());
            foreach (var (who, pause, enlists) in steps)
            {
                now = now.AddSeconds(pause);
                if (enlists)
                {
                    (ledger, var at) = ledger.Enlist(Name(who), now);
                    Assert.DoesNotContain(given, e => e.At >= at);
                    given.Add(new Enlistment(Name(who), at!.Value));
                    last[Name(who)] = at.Value;
                }
                else if (given.Count > 0)
                {
                    var struck = given[(who * 7 + given.Count) % given.Count];
                    ledger = ledger.Strike([struck, struck]);
                    if (last.TryGetValue(struck.AccountId, out var at) && at == struck.At) last.Remove(struck.AccountId);
                }

                var due = ledger.Due(now, TimeSpan.Zero);
                Assert.Equal(last.OrderBy(e => e.Value), due.Select(e => KeyValuePair.Create(e.AccountId, e.At)));
            }
        }, iter: 200);

    [Theory]
    [InlineData("00000000", 0)]
    [InlineData("ffffffff", 1023)]
    [InlineData("80000001", 1)]
    [InlineData("00000400", 0)]
    public void The_ledger_of_an_account_stays_what_it_is(string id, int ledger) => Assert.Equal(ledger, DutyLedger.LedgerOf(id + Name(5)));

    private static DutyLedger Enlisted(DutyLedger ledger, int who, DateTimeOffset at)
    {
        var (next, enlistedAt) = ledger.Enlist(Name(who), at);
        Assert.NotNull(enlistedAt);
        return next;
    }
}
