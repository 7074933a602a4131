using System.Globalization;
using CsCheck;
using OrleansEntry.Core.Registration;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Registration;

public sealed class VisitorsTests
{
    private static readonly RegistrationPolicy Rules = new();

    [Fact]
    public void A_right_code_opens_and_may_be_shown_again_after_a_crash()
    {
        var visitors = Added(Visitors.None, 1);

        (visitors, var answer) = visitors.Try(Name(1), "a", Hash(1), Noon);
        var right = Assert.IsType<CodeAnswer.Right>(answer);
        Assert.True(right.Registration.Verified);
        Assert.True(Assert.Single(visitors.Pending).Verified);

        (_, answer) = visitors.Try(Name(1), "a", Hash(1), Noon.AddMinutes(5));
        Assert.Equal(right.Registration.AccountId, Assert.IsType<CodeAnswer.Right>(answer).Registration.AccountId);
    }

    [Fact]
    public void A_registration_of_one_name_is_added_once_and_found_while_it_waits()
    {
        var visitors = Added(Visitors.None, 1);

        Assert.Same(visitors, visitors.Add(visitors.Pending[0] with { CodeHash = Hash(2) }, Noon.AddMinutes(1), Rules).Visitors);
        Assert.Same(visitors.Pending[0], visitors.Find(Name(1), "a", Noon.AddMinutes(10).AddTicks(-1)));
        Assert.Null(visitors.Find(Name(1), "a", Noon.AddMinutes(10)));
        Assert.Null(visitors.Find(Name(1), "b", Noon));
        Assert.Null(visitors.Find(Name(2), "a", Noon));
    }

    [Fact]
    public void A_fifth_wrong_code_is_the_last_one_looked_at()
    {
        var visitors = Added(Visitors.None, 1);

        for (var i = 0; i < 5; i++)
        {
            (visitors, var wrong) = visitors.Try(Name(1), "a", Hash(9), Noon);
            Assert.IsType<CodeAnswer.Wrong>(wrong);
        }

        Assert.IsType<CodeAnswer.Gone>(visitors.Try(Name(1), "a", Hash(1), Noon).Answer);
    }

    [Fact]
    public void A_code_works_for_ten_minutes_for_its_own_registration_and_identifier()
    {
        var visitors = Added(Added(Visitors.None, 1), 2);

        Assert.IsType<CodeAnswer.Gone>(visitors.Try(Name(1), "a", Hash(1), Noon.AddMinutes(10)).Answer);
        Assert.IsType<CodeAnswer.Gone>(visitors.Try(Name(1), "b", Hash(1), Noon).Answer);
        Assert.IsType<CodeAnswer.Gone>(visitors.Try(Name(9), "a", Hash(1), Noon).Answer);
        Assert.IsType<CodeAnswer.Wrong>(visitors.Try(Name(2), "a", Hash(1), Noon).Answer);
        Assert.IsType<CodeAnswer.Right>(visitors.Try(Name(1), "a", Hash(1), Noon.AddMinutes(10).AddTicks(-1)).Answer);
    }

    [Fact]
    public void A_sixth_registration_of_an_identifier_waits_and_tries_used_up_make_no_room()
    {
        var visitors = Visitors.None;
        for (var i = 1; i <= 5; i++) visitors = Added(visitors, i, at: Noon.AddSeconds(i));
        for (var i = 0; i < 5; i++) (visitors, _) = visitors.Try(Name(1), "a", Hash(9), Noon.AddMinutes(1));

        var (same, roomAt) = visitors.Add(Registration(6, "a", Noon.AddMinutes(1)), Noon.AddMinutes(1), Rules);

        Assert.Same(visitors, same);
        Assert.Equal(Noon.AddMinutes(10).AddSeconds(1), roomAt);
        Assert.Equal(roomAt, visitors.RoomAt("a", Noon.AddMinutes(1), Rules));
        Assert.Null(visitors.RoomAt("b", Noon.AddMinutes(1), Rules));
        Assert.Null(visitors.Add(Registration(6, "b", Noon.AddMinutes(1)), Noon.AddMinutes(1), Rules).RoomAt);
        Assert.Null(visitors.Add(Registration(6, "a", roomAt!.Value), roomAt.Value, Rules).RoomAt);
    }

    [Fact]
    public void A_ledger_holds_sixty_four_and_forgets_those_whose_time_is_over()
    {
        var visitors = Visitors.None;
        for (var i = 0; i < 64; i++) visitors = Added(visitors, i, $"identifier {i}", Noon.AddSeconds(i));

        Assert.Equal(Noon.AddMinutes(10), visitors.Add(Registration(99, "z", Noon.AddMinutes(5)), Noon.AddMinutes(5), Rules).RoomAt);
        Assert.Equal(64, Added(visitors, 99, "z", Noon.AddMinutes(10)).Pending.Length);
        Assert.Single(Added(visitors, 99, "z", Noon.AddMinutes(20)).Pending);
    }

    [Fact]
    public void An_identifier_that_has_an_account_now_has_no_registrations()
    {
        var visitors = Added(Added(Added(Visitors.None, 1), 2), 3, "b").Settle("a", Noon);

        Assert.Equal("b", Assert.Single(visitors.Pending).IdentifierKey);
    }

    [Fact]
    public void A_mail_is_owed_until_it_was_handed_over_or_its_code_works_no_more()
    {
        var visitors = Added(Added(Visitors.None, 1), 2);
        Assert.Equal([Name(1), Name(2)], visitors.OwingMail(Noon.AddMinutes(10).AddTicks(-1)).Select(p => p.Nonce));
        Assert.Empty(visitors.OwingMail(Noon.AddMinutes(10)));

        visitors = visitors.Mailed(new HashSet<string> { Name(1), Name(9) });

        Assert.Equal(Name(2), Assert.Single(visitors.OwingMail(Noon)).Nonce);
        Assert.Equal(2, visitors.Pending.Length);
        Assert.IsType<CodeAnswer.Right>(visitors.Try(Name(1), "a", Hash(1), Noon).Answer);
        Assert.Same(visitors, visitors.Mailed(new HashSet<string> { Name(1), Name(9) }));
        Assert.Empty(visitors.Settle("a", Noon).OwingMail(Noon));
    }

    [Fact]
    public void Failures_at_a_stand_in_are_remembered_like_an_account_s_and_not_forgotten_by_time()
    {
        var visitors = Remember(Visitors.None, 1, 80, Noon);

        visitors = Remember(visitors, 2, 1, Noon.AddDays(30));

        Assert.Equal(80, visitors.GuessesAt(Name(1)).Passcode.InARow);
        Assert.Equal(Meters.None, visitors.GuessesAt(Name(3)));
    }

    [Fact]
    public void At_sixty_four_the_stand_in_quiet_for_longest_gives_way()
    {
        var visitors = Visitors.None;
        for (var i = 0; i < 64; i++) visitors = Remember(visitors, i, 1, Noon.AddSeconds(i));
        visitors = Remember(visitors, 0, 2, Noon.AddSeconds(64));

        visitors = Remember(visitors, 99, 1, Noon.AddSeconds(65));

        Assert.Equal(64, visitors.Guesses.Length);
        Assert.Equal(2, visitors.GuessesAt(Name(0)).Passcode.InARow);
        Assert.Equal(Meters.None, visitors.GuessesAt(Name(1)));
    }

    [Fact]
    public void However_much_strangers_make_up_a_ledger_stays_bounded() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 40], Gen.Bool).Array[0, 400].Sample(made =>
        {
            var (visitors, now) = (Visitors.None, Noon);
            foreach (var (who, pause, guesses) in made)
            {
                now = now.AddSeconds(pause);
                visitors = guesses ? Remember(visitors, who, 1, now)
                    : visitors.Add(Registration(who, $"identifier {who % 80}", now), now, Rules).Visitors;

                Assert.True(visitors.Pending.Length <= 64 && visitors.Guesses.Length <= 64);
                Assert.All(visitors.Pending.GroupBy(p => p.IdentifierKey), own => Assert.True(own.Count() <= 5));
            }
        }, iter: 50);

    [Fact]
    public void Ledgers_are_used_evenly_and_within_their_number()
    {
        var used = Enumerable.Range(0, 20_480).Select(i => Visitors.LedgerOf(Convert.ToHexStringLower(Hash(i))))
            .GroupBy(l => l).ToDictionary(l => l.Key, l => l.Count());

        Assert.Equal(RegistrationPolicy.Ledgers, used.Count);
        Assert.All(used, ledger => Assert.InRange(ledger.Key, 0, RegistrationPolicy.Ledgers - 1));
        Assert.All(used, ledger => Assert.InRange(ledger.Value, 2, 60));
    }

    [Theory]
    [InlineData("00000000", 0)]
    [InlineData("ffffffff", 1023)]
    [InlineData("80000001", 1)]
    [InlineData("00000400", 0)]
    public void The_ledger_of_a_key_stays_what_it_is(string key, int ledger) => Assert.Equal(ledger, Visitors.LedgerOf(key + Name(5)));

    [Fact]
    public void A_registration_prints_nothing_of_itself() =>
        Assert.Equal("registration 7", (Registration(1, "a", Noon) with { Nonce = 7.ToString(CultureInfo.InvariantCulture) }).ToString());

    private static Visitors Added(Visitors visitors, int n, string identifier = "a", DateTimeOffset? at = null)
    {
        var (next, roomAt) = visitors.Add(Registration(n, identifier, at ?? Noon), at ?? Noon, Rules);
        Assert.Null(roomAt);
        return next;
    }

    private static PendingRegistration Registration(int n, string identifier, DateTimeOffset at) => new()
    {
        Nonce = Name(n), IdentifierKey = identifier, AccountId = Name(1000 + n), ProtectedIdentifier = "protected",
        PasscodeHash = "hash", ShortPasscode = false,
        CodeHash = Hash(n), TriesLeft = Rules.Tries, ExpiresAt = at + Rules.CodeFor, ProtectedMail = "sealed",
    };

    private static Visitors Remember(Visitors visitors, int who, int failures, DateTimeOffset at) =>
        visitors.Remember(Name(who), Meters.None.With(Authenticator.Passcode, new Meter(failures, failures, at)), at, Rules);
}
