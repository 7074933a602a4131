using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Gateway.Passcodes;
using OrleansEntry.Gateway.Passkeys;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Trading;

/// <summary>The trading passcode of the caller's account, and what it unlocks.</summary>
internal static class TradingEndpoints
{
    /// <summary>Maps <c>/trading-passcode</c> and <c>/trading-unlock</c>.</summary>
    public static void MapTrading(this IEndpointRouteBuilder routes)
    {
        var passcode = routes.MapGroup("/trading-passcode").WithTags("Trading").InSession().KeepsAnswers();
        passcode.MapGet("", Read)
            .Describe("Read how trading stands", "Whether there is a trading passcode, and whether trading is unlocked.");
        passcode.MapPut("", Set)
            .Describe("Set the trading passcode",
            "Sets or changes it. It takes presence confirmed with a second factor, and differs from the passcode.")
            .Refuses([Problems.ConfirmationDue, Problems.SettingsLocked, Problems.FactorTooNew, Problems.SecondFactorNeeded,
            Problems.SameAsPasscode, Problems.Busy,
            .. Problems.Passcodes]);
        passcode.MapDelete("", Remove).Describe("Remove the trading passcode", "Without one nothing can be approved.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.FactorTooNew, Problems.SecondFactorNeeded,
                Problems.NoTradingPasscode);

        var unlock = routes.MapGroup("/trading-unlock").WithTags("Trading").InSession().KeepsAnswers();
        unlock.MapPost("", Unlock)
            .Describe("Unlock trading", "For a while and in this session alone, for what the trading service asks no approval of its own.")
            .Refuses(Shown);
        unlock.MapDelete("", Lock).Describe("Lock trading", "Ends the unlock of this session.");
    }

    /// <summary>What whoever shows a trading passcode may be refused for.</summary>
    internal static readonly Refusal[] Shown =
    [
        Problems.NoTradingPasscode, Problems.TradingOutOfUse, Problems.NotAdmitted, Problems.CodeRefused, Problems.CodeUsed,
        Problems.ClockOff, Problems.PasskeyRefused, Problems.OutOfUse, Problems.Wait, Problems.Busy,
    ];

    /// <summary>What is wrong with what was shown, before the account is asked; <see langword="null"/> when nothing is.</summary>
    private static async Task<Results<Ok<TradingStatusBody>, Problem>> Read(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        return Status(await caller.Trading(grains).ReadTrading(caller.Proof), clock);
    }

    private static async Task<Results<NoContent, Problem>> Set(
        TradingPasscodeBody body, HttpContext http, IGrainFactory grains, NewPasscodes passcodes, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (passcodes.Refuse("new", body.New, person: null, PasscodePolicy.WithSecondFactor) is { } unfit) return unfit;

        var caller = Caller.Of(http);
        var answer = await caller.Trading(grains).SetTradingPasscode(
            caller.Proof, new NewTradingPasscode { Passcode = body.New }, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> Remove(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Trading(grains).RemoveTradingPasscode(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<TradingStatusBody>, Problem>> Unlock(
        TradingUnlockBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (ShownFactor.Unreadable(body.Method, body.Code, body.Passkey) is { } unreadable) return unreadable;

        var caller = Caller.Of(http);
        var attempt = new TradingAttempt
        {
            Proof = caller.Proof, Passcode = body.TradingPasscode, Method = body.Method,
            Code = ShownFactor.CodeOf(body.Code, body.Passkey),
        };
        return Status(await caller.Trading(grains).UnlockTrading(attempt, cancellationToken), clock);
    }

    private static async Task<Results<NoContent, Problem>> Lock(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Trading(grains).LockTrading(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static Results<Ok<TradingStatusBody>, Problem> Status(SessionAnswer answer, TimeProvider clock) =>
        answer is SessionAnswer.Done<TradingView> done
            ? TypedResults.Ok(TradingStatusBody.From(done.Value))
            : SessionProblems.From(answer, clock.GetUtcNow());
}
