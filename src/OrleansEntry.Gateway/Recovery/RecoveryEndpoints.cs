using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Gateway.IdentifierChange;
using OrleansEntry.Gateway.Passcodes;
using OrleansEntry.Gateway.Passkeys;
using OrleansEntry.Gateway.SecondFactor;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Recovery;

/// <summary>Asks for the way back.</summary>
internal sealed record BeginRecoveryBody : Body
{
    /// <summary>The e-mail address of the account.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Identifier { get; init; }
}

/// <summary>Asked for: should this address have an account, a mail is on its way.</summary>
internal sealed record RecoveryBegunBody
{
    /// <summary>Until when the link of such a mail works.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Goes the way back.</summary>
internal sealed record RecoverBody : Body
{
    /// <summary>What stands behind the # of the mailed link.</summary>
    [StringLength(MailLink.TextLength, MinimumLength = 1)] public required string Link { get; init; }

    /// <summary>The present passcode, where the account is frozen and it is not forgotten.</summary>
    [StringLength(1024, MinimumLength = 1)] public string? Passcode { get; init; }

    /// <summary>The passcode from now on.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string NewPasscode { get; init; }

    /// <summary>The second factor, where the account is frozen and has one: totp, recovery-code or passkey.</summary>
    [StringLength(32, MinimumLength = 1)] public string? Method { get; init; }

    /// <summary>Its code.</summary>
    [StringLength(64, MinimumLength = 1)] public string? Code { get; init; }

    /// <summary>With the method passkey, in the place of a code: what the authenticator answered.</summary>
    public JsonElement? Passkey { get; init; }
}

/// <summary>Asks for a passkey on the way back.</summary>
internal sealed record RecoveryPasskeyBody : Body
{
    /// <summary>What stands behind the # of the mailed link.</summary>
    [StringLength(MailLink.TextLength, MinimumLength = 1)] public required string Link { get; init; }
}

/// <summary>The account has its new passcode.</summary>
internal sealed record RecoveredBody
{
    /// <summary>What to do: enter, with the new passcode. The way back signs nobody in.</summary>
    public required string Next { get; init; }
}

/// <summary>The way back into a frozen account, and to a new passcode for a forgotten one.</summary>
internal static class RecoveryEndpoints
{
    /// <summary>Maps <c>/recoveries</c>.</summary>
    public static void MapRecoveries(this IEndpointRouteBuilder routes)
    {
        var recoveries = routes.MapGroup("/recoveries").WithTags("Recovery");
        recoveries.MapPost("", Begin)
            .Describe("Ask for the way back",
                "For a forgotten passcode or a frozen account: mails its owner a link. The answer is the same for every address, and "
                + "asking locks nobody out.")
            .Refuses(Problems.MalformedIdentifier, Problems.Wait);
        recoveries.MapPost("/passkey/options", AskForPasskey)
            .Describe("Ask for a passkey on the way back",
                "Gives what the browser asks, by the mailed link; its answer goes to the completion. The options name no passkey.")
            .Refuses(Problems.LinkOver, Problems.OtherClient, Problems.EnrolmentDue, Problems.AddressTooNew, Problems.Wait, Problems.Busy);
        recoveries.MapPost("/completion", Recover).KeepsAnswers()
            .Describe("Go the way back",
                "Takes the mailed link and a new passcode, from the client that asked; the next entry asks for the second factor as ever. "
                + "A frozen account takes the present passcode and the second factor besides, from any client, or with the passcode "
                + "forgotten a second factor that is older than a day; it is open again then. All sessions end, withdrawals are held, "
                + "and nobody is signed in.")
            .Refuses([Problems.LinkOver, Problems.OtherClient, Problems.PasscodeDue, Problems.EnrolmentDue, Problems.NotAdmitted,
                Problems.AddressTooNew, Problems.SecondFactorDue, Problems.CodeRefused, Problems.CodeUsed, Problems.ClockOff,
                Problems.PasskeyRefused, Problems.SamePasscode, Problems.Wait, Problems.Busy, .. Problems.Passcodes]);
    }

    private static async Task<Results<Accepted<RecoveryBegunBody>, Problem>> Begin(
        BeginRecoveryBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, Visitors visitors, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!Identifier.TryParse(body.Identifier, out var identifier)) return new Problem(Problems.MalformedIdentifier);

        var visitor = visitors.Welcome(http);
        var begun = await grains.GetGrain<IIdentifierGrain>(keys.NameIdentifier(identifier.Value))
            .BeginRecovery(visitor.Visit, visitor.Binding.LaterNames, cancellationToken);
        return begun.WaitUntil is { } until
            ? RetryAfter.Refuse(until, clock.GetUtcNow())
            : TypedResults.Accepted((string?)null, new RecoveryBegunBody { ExpiresAt = begun.ExpiresAt });
    }

    private static async Task<Results<Ok<PasskeyOptionsBody>, Problem>> AskForPasskey(
        RecoveryPasskeyBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, Visitors visitors, NetworkPace pace,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;
        if (!MailLink.TryRead(body.Link, LinkPurpose.Recovery, keys, out var link)) return new Problem(Problems.LinkOver);

        var reply = await grains.GetGrain<IAccountPasskeysGrain>(link.Account.Value).AskOnTheWayBack(
            new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt }, visitor.Binding.Name, cancellationToken);
        return reply is RecoveryReply.PasskeyAsked asked
            ? TypedResults.Ok(PasskeyOptionsBody.From(asked.Options))
            : Refuse(reply, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<RecoveredBody>, Problem>> Recover(
        RecoverBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, NewPasscodes passcodes, Visitors visitors,
        NetworkPace pace,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (body.Passcode is { } present && !Passcode.TryParse(present, out _)) return Problems.MalformedMember("passcode", "is no text");
        if (ShownFactor.Unreadable(body.Method, body.Code, body.Passkey) is { } unreadable) return unreadable;
        if (passcodes.Refuse("newPasscode", body.NewPasscode, person: null) is { } unfit) return unfit;

        var visitor = visitors.Read(http);
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;
        if (!MailLink.TryRead(body.Link, LinkPurpose.Recovery, keys, out var link)) return new Problem(Problems.LinkOver);

        var reply = await grains.GetGrain<IAccountGrain>(link.Account.Value).Recover(
            new RecoveryAttempt
            {
                Link = new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt }, Passcode = body.Passcode,
                NewPasscode = body.NewPasscode, Method = body.Method, Code = ShownFactor.CodeOf(body.Code, body.Passkey),
                Visit = visitor.Visit, Asker = visitor.Binding.Name,
            },
            cancellationToken);
        return reply is RecoveryReply.Unfrozen or RecoveryReply.PasscodeReplaced
            ? TypedResults.Ok(new RecoveredBody { Next = "enter" })
            : Refuse(reply, clock.GetUtcNow());
    }

    private static Problem Refuse(RecoveryReply reply, DateTimeOffset now) => reply switch
    {
        RecoveryReply.Gone => new Problem(Problems.LinkOver),
        RecoveryReply.OtherClient => new Problem(Problems.OtherClient),
        RecoveryReply.EnrolmentDue => new Problem(Problems.EnrolmentDue)
            .Saying("A lost authenticator was removed from this account. Enter with the passcode and set up a new one first."),
        RecoveryReply.NewAddress address => NewAddress.Refuse(address.Until),
        RecoveryReply.PasscodeDue => new Problem(Problems.PasscodeDue),
        RecoveryReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, now),
        RecoveryReply.SecondFactorDue due => new Problem(Problems.SecondFactorDue).With("next", "second-factor")
            .With("methods", due.Methods),
        RecoveryReply.Refused { Reason: "passcode" } => new Problem(Problems.NotAdmitted).Saying("That did not match. Check the passcode."),
        RecoveryReply.Refused { Reason: "passkey" } => new Problem(Problems.PasskeyRefused),
        RecoveryReply.Refused refused => CodeProblems.From(refused.Reason, refused.ClockOffSeconds),
        RecoveryReply.Unfit unfit => SessionProblems.OfConflict(unfit.Code),
        _ => throw new UnreachableException(reply.GetType().Name),
    };
}
