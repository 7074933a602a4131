using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Tests;
using Xunit;
using CheckDemand = OrleansEntry.Contracts.SecurityCheck.CheckDemand;
using CheckScope = OrleansEntry.Contracts.SecurityCheck.CheckScope;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

public sealed class SecurityCheckGrainTests(SecurityCheckCluster cluster) : IClassFixture<SecurityCheckCluster>
{
    private static readonly CheckScope Ours = new() { Purpose = CheckPurpose.Entry, Subject = "subject", Client = "client" };
    private static readonly CheckDemand Equation = new() { VisibleKind = CheckKind.Equation };
    private static readonly CheckScope Theirs = Ours with { Client = "another" };

    [Fact]
    public async Task An_offer_carries_a_picture_and_the_work_and_their_time()
    {
        var check = cluster.NewCheck();

        var offer = await Open(check);

        Assert.Equal(check.Id, offer.Id);
        Assert.Equal([CheckKind.Equation, CheckKind.ProofOfWork], offer.Kinds);
        Assert.Equal((3, cluster.Clock.GetUtcNow().AddMinutes(2)), (offer.TriesLeft, offer.ExpiresAt));
        Assert.InRange(offer.EquationWebp.Length, 500, 20_000);
        Assert.Equal((320, 100), (offer.EquationWidth, offer.EquationHeight));
        Assert.InRange(offer.ProofOfWorkJson.Length, 200, 1000);
    }

    [Fact]
    public async Task Fifty_right_answers_at_once_pass_once_and_fifty_redemptions_at_once_redeem_once()
    {
        var check = cluster.NewCheck();
        var solved = Solve(await Open(check));

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => check.Answer(solved, Token)));
        var redeemed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => check.Redeem(Ours, Token)));

        Assert.Single(replies, r => r is CheckReply.Passed);
        Assert.Equal(49, replies.Count(r => r is CheckReply.Gone));
        Assert.Single(redeemed, r => r);
    }

    [Fact]
    public async Task Another_scope_meets_what_an_unknown_check_shows_and_harms_nothing()
    {
        var check = cluster.NewCheck();
        var solved = Solve(await Open(check));

        Assert.IsType<CheckReply.Gone>(await check.Answer(solved with { Scope = Theirs }, Token));
        Assert.IsType<CheckReply.Gone>(await cluster.NewCheck().Answer(solved, Token));
        Assert.Null(await check.Open(Theirs, Equation, Token));
        Assert.Null(await check.Renew(Theirs, null, Token));
        Assert.Null(await cluster.NewCheck().Renew(Ours, null, Token));
        Assert.IsType<CheckReply.Passed>(await check.Answer(solved, Token));
        Assert.False(await check.Redeem(Theirs, Token));
        Assert.False(await cluster.NewCheck().Redeem(Ours, Token));
        Assert.True(await check.Redeem(Ours, Token));
    }

    [Fact]
    public async Task Three_wrong_answers_bring_a_fresh_challenge_that_costs_more_and_can_be_passed()
    {
        var check = cluster.NewCheck();
        var first = await Open(check);
        var stale = Solve(first);
        var wrong = new CheckAnswer { Scope = Ours, Kind = CheckKind.Equation, Answer = "no number" };

        var replies = new[] { await check.Answer(wrong, Token), await check.Answer(wrong, Token), await check.Answer(wrong, Token) };

        Assert.Equal([2, 1, 0], replies.Select(r => Assert.IsType<CheckReply.Wrong>(r).TriesLeft));
        var fresh = ((CheckReply.Wrong)replies[2]).Fresh;
        Assert.NotNull(fresh);
        Assert.NotEqual(first.ProofOfWorkJson, fresh.ProofOfWorkJson);
        Assert.NotEqual(first.EquationWebp, fresh.EquationWebp);
        Assert.IsType<CheckReply.Wrong>(await check.Answer(stale, Token));
        Assert.IsType<CheckReply.Passed>(await check.Answer(Solve(fresh), Token));
    }

    [Fact]
    public async Task A_fresh_challenge_can_be_asked_for_nine_times_and_then_the_check_is_gone()
    {
        var check = cluster.NewCheck();
        await Open(check);

        for (var i = 0; i < 9; i++) Assert.NotNull(await check.Renew(Ours, null, Token));
        var tenth = await check.Renew(Ours, null, Token);

        Assert.Null(tenth);
        Assert.False(await check.Redeem(Ours, Token));
    }

    [Fact]
    public async Task A_silent_check_shows_no_picture_until_one_is_asked_for_and_then_the_kind_that_is_wanted()
    {
        var check = cluster.NewCheck();

        var silent = await check.Open(Ours, new CheckDemand(), Token);
        var slide = await check.Renew(Ours, CheckKind.Slide, Token);
        var puzzle = await check.Renew(Ours, CheckKind.Puzzle, Token);
        var again = await check.Renew(Ours, CheckKind.ProofOfWork, Token);

        Assert.Equal([CheckKind.ProofOfWork], silent!.Kinds);
        Assert.Equal(CheckKind.Visible, silent.Available);
        Assert.Equal((null, null, 0), (silent.Slide, silent.Puzzle, silent.EquationWebp.Length));
        Assert.Equal([CheckKind.Slide, CheckKind.ProofOfWork], slide!.Kinds);
        Assert.Equal((360, 180, 2), (slide.Slide!.Width, slide.Slide.Height, slide.Slide.Pieces.Count));
        Assert.Equal([CheckKind.Puzzle, CheckKind.ProofOfWork], puzzle!.Kinds);
        Assert.Equal((288, 192, 3, 2), (puzzle.Puzzle!.Width, puzzle.Puzzle.Height, puzzle.Puzzle.Columns, puzzle.Puzzle.Rows));
        Assert.Equal([CheckKind.ProofOfWork], again!.Kinds);
    }

    [Fact]
    public async Task A_movement_passes_once_on_all_silos_and_where_it_comes_again_the_challenge_is_lost_at_once()
    {
        var dice = new Dice(new byte[Dice.SeedSize]);
        var moved = new CheckAnswer { Scope = Ours, Kind = CheckKind.Slide, Answer = Hands.Slide(120, 230, dice) };
        List<CheckReply> replies = [];
        foreach (var silo in cluster.Silos.Concat(cluster.Silos))
        {
            var check = cluster.NewCheck(silo.ServiceProvider.GetRequiredService<IGrainFactory>());
            await check.Open(Ours, new CheckDemand { VisibleKind = CheckKind.Slide }, Token);
            cluster.Clock.Advance(TimeSpan.FromSeconds(20));
            replies.Add(await check.Answer(moved, Token));
        }

        Assert.IsType<CheckReply.Passed>(replies[0]);
        Assert.All(replies.Skip(1), r =>
        {
            var wrong = Assert.IsType<CheckReply.Wrong>(r);
            Assert.Equal((0, 3), (wrong.TriesLeft, wrong.Fresh!.TriesLeft));
        });
    }

    [Fact]
    public async Task An_answer_that_took_longer_than_its_challenge_is_old_loses_the_challenge()
    {
        var check = cluster.NewCheck();
        await check.Open(Ours, new CheckDemand { VisibleKind = CheckKind.Slide }, Token);

        var hasty = await check.Answer(new CheckAnswer
        {
            Scope = Ours, Kind = CheckKind.Slide, Answer = Hands.Slide(120, 230, new Dice(new byte[Dice.SeedSize])),
        }, Token);

        Assert.Equal(0, Assert.IsType<CheckReply.Wrong>(hasty).TriesLeft);
    }

    [Fact]
    public async Task Opening_an_open_check_gives_a_fresh_challenge_and_the_old_one_is_wrong()
    {
        var check = cluster.NewCheck();
        var first = Solve(await Open(check));
        var second = Solve(await Open(check));

        Assert.IsType<CheckReply.Wrong>(await check.Answer(first, Token));
        Assert.IsType<CheckReply.Passed>(await check.Answer(second, Token));
        Assert.Null(await check.Open(Ours, Equation, Token));
    }

    [Fact]
    public async Task A_check_that_is_used_can_be_opened_again_and_must_be_earned_again()
    {
        var check = cluster.NewCheck();
        await check.Answer(Solve(await Open(check)), Token);
        Assert.True(await check.Redeem(Ours, Token));

        var again = await Open(check);

        Assert.False(await check.Redeem(Ours, Token));
        Assert.IsType<CheckReply.Passed>(await check.Answer(Solve(again), Token));
        Assert.True(await check.Redeem(Ours, Token));
    }

    [Fact]
    public async Task An_answer_after_two_minutes_and_a_pass_after_ten_are_gone_and_so_is_the_activation()
    {
        var (slow, idle) = (cluster.NewCheck(), cluster.NewCheck());
        var late = Solve(await Open(slow));
        await idle.Answer(Solve(await Open(idle)), Token);

        cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<CheckReply.Gone>(await slow.Answer(late, Token));
        Assert.Equal(1, await cluster.CountActivations(idle.Holder));
        cluster.Clock.Advance(TimeSpan.FromMinutes(8));
        await Eventually(async () => await cluster.CountActivations(idle.Holder) == 0);
        Assert.False(await idle.Redeem(Ours, Token));
    }

    [Fact]
    public async Task A_grain_that_begins_to_hold_checks_is_placed_near_its_caller()
    {
        foreach (var silo in cluster.Silos)
        {
            for (var i = 0; i < 5; i++)
            {
                var check = cluster.NewCheck(silo.ServiceProvider.GetRequiredService<IGrainFactory>());
                Assert.NotNull(await Silent(check));
                Assert.Equal([silo.SiloAddress], await cluster.WhereIs(check.Holder));
            }
        }
    }

    [Fact]
    public async Task Checks_of_one_grain_know_nothing_of_each_other()
    {
        var first = cluster.NewCheck();
        var second = Nth(first, 1);
        var (solved, other) = (Solve(await Open(first)), Solve(await Open(second)));

        Assert.IsType<CheckReply.Wrong>(await second.Answer(solved, Token));
        Assert.IsType<CheckReply.Passed>(await first.Answer(solved, Token));
        Assert.False(await second.Redeem(Ours, Token));
        Assert.IsType<CheckReply.Passed>(await second.Answer(other, Token));
        Assert.True(await first.Redeem(Ours, Token));
        Assert.True(await second.Redeem(Ours, Token));
    }

    [Fact]
    public async Task More_checks_than_a_grain_holds_are_overload_until_some_are_over()
    {
        var first = cluster.NewCheck();
        await Task.WhenAll(Enumerable.Range(1, SecurityChecksGrain.MostHeld).Select(n => Silent(Nth(first, n))));

        await Assert.ThrowsAsync<LimitExceededException>(() => Silent(first));
        Assert.NotNull(await Silent(Nth(first, 7)));

        cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually(async () => await cluster.CountActivations(first.Holder) == 0);
        Assert.NotNull(await Silent(first));
    }

    [Fact]
    public async Task A_scope_without_text_is_a_fault_of_the_caller() =>
        await Assert.ThrowsAsync<ArgumentException>(() => cluster.NewCheck().Open(Ours with { Subject = "" }, Equation, Token));

    [Fact]
    public void What_travels_does_not_print_what_is_secret()
    {
        var answer = new CheckAnswer { Scope = Ours, Kind = CheckKind.Equation, Answer = "12" };

        Assert.Equal("CheckAnswer for CheckScope entry", $"{answer}");
    }

    [Fact]
    public async Task The_work_offered_carries_the_time_it_expires()
    {
        var offer = await Open(cluster.NewCheck());

        using var json = JsonDocument.Parse(offer.ProofOfWorkJson);
        Assert.Equal(offer.ExpiresAt.ToUnixTimeSeconds(), json.RootElement.GetProperty("parameters").GetProperty("expiresAt").GetInt64());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<CheckOffer> Open(OneSecurityCheck check)
    {
        var offer = await check.Open(Ours, Equation, Token);
        Assert.NotNull(offer);
        return offer;
    }

    private static Task<CheckOffer?> Silent(OneSecurityCheck check) => check.Open(Ours, new CheckDemand(), Token);

    private static OneSecurityCheck Nth(OneSecurityCheck first, int n) =>
        first with { Id = first.Id[..3] + n.ToString("x29", CultureInfo.InvariantCulture) };

    private static CheckAnswer Solve(CheckOffer offer) =>
        new() { Scope = Ours, Kind = CheckKind.ProofOfWork, Answer = AltchaSolver.Solve(offer.ProofOfWorkJson) };

    // The runtime leaves in its own, real, time.
    private static async Task Eventually(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 200 && !await condition(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Token);
        Assert.True(await condition());
    }
}
