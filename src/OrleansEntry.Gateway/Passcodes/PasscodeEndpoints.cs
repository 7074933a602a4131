using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Passcodes;

/// <summary>Changes the passcode.</summary>
internal sealed record PasscodeChangeBody : Body
{
    /// <summary>The present passcode.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Current { get; init; }

    /// <summary>The new one.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string New { get; init; }
}

/// <summary>The passcode of the caller's account.</summary>
internal static class PasscodeEndpoints
{
    /// <summary>Maps <c>/passcode</c>.</summary>
    public static void MapPasscode(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/passcode").WithTags("Passcode").InSession().KeepsAnswers().MapPut("", Change)
            .Describe("Change the passcode", "The account's other sessions end, and this one's token changes.")
            .Refuses([Problems.NotAdmitted, Problems.SamePasscode, Problems.SameAsTradingPasscode, Problems.ConfirmationDue,
                Problems.SettingsLocked, Problems.Wait, Problems.OutOfUse, Problems.Busy,
                .. Problems.Passcodes]);

    private static async Task<Results<Ok<RotatedSessionBody>, Problem>> Change(
        PasscodeChangeBody body, HttpContext http, IGrainFactory grains, NewPasscodes passcodes, SessionIssuer issuer, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!Passcode.TryParse(body.Current, out _)) return Problems.MalformedMember("current", "is no text");
        if (passcodes.Refuse("new", body.New, person: null) is { } unfit) return unfit;

        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ChangePasscode(
            new PasscodeChange { Proof = caller.Proof, Current = body.Current, New = body.New }, cancellationToken);

        return answer is SessionAnswer.Done<SessionGrant> done
            ? TypedResults.Ok(issuer.HandRotated(http, caller, done.Value))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }
}
