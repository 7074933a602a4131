using System.Collections.Immutable;
using OrleansEntry.Contracts.Export;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Devices;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.Holds;
using OrleansEntry.Gateway.SecondFactor;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Export;

/// <summary>What is stored of a person in their account, without anything secret.</summary>
internal sealed record AccountExportBody
{
    /// <summary>The account's name.</summary>
    public required string AccountId { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>The e-mail address, whole.</summary>
    public required string Identifier { get; init; }

    /// <summary>The e-mail address before, whole, while it can take the change back; null for none.</summary>
    public required string? FormerIdentifier { get; init; }

    /// <summary>When the account was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When somebody last entered.</summary>
    public required DateTimeOffset? LastAdmittedAt { get; init; }

    /// <summary>Further addresses of its mails, whole.</summary>
    public required ImmutableArray<ExportedAddressBody> AlertAddresses { get; init; }

    /// <summary>Since when there is a safety phrase; null for none.</summary>
    public required DateTimeOffset? SafetyPhraseSince { get; init; }

    /// <summary>The sessions that live.</summary>
    public required ImmutableArray<ListedSession> Sessions { get; init; }

    /// <summary>The devices that the account knows.</summary>
    public required ImmutableArray<DeviceBody> Devices { get; init; }

    /// <summary>Whether only these may enter.</summary>
    public required bool ListedDevicesOnly { get; init; }

    /// <summary>The second factors.</summary>
    public required SecondFactorsBody SecondFactors { get; init; }

    /// <summary>When the second factor is to be removed, where its loss was claimed; null where it was not.</summary>
    public required DateTimeOffset? FactorRemovalAt { get; init; }

    /// <summary>When the account will be closed; null when nobody closes it.</summary>
    public required DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Since when there is a trading passcode; null for none.</summary>
    public required DateTimeOffset? TradingPasscodeSince { get; init; }

    /// <summary>The holds that run.</summary>
    public required ImmutableArray<HoldBody> Holds { get; init; }

    /// <summary>The approvals that the account remembers.</summary>
    public required ImmutableArray<ExportedApprovalBody> Approvals { get; init; }

    /// <summary>Until when the settings are locked; null when they are not.</summary>
    public required DateTimeOffset? SettingsLockedUntil { get; init; }

    /// <summary>How many networks the account remembers, by names that can not be turned back.</summary>
    public required int Networks { get; init; }

    /// <summary>Where the rest is: the whole activity log.</summary>
    public required string ActivityLog { get; init; }

    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => nameof(AccountExportBody);
}

/// <summary>A further address.</summary>
internal sealed record ExportedAddressBody
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>An approval; its details are kept as a hash alone.</summary>
internal sealed record ExportedApprovalBody
{
    /// <summary>What kind of operation.</summary>
    public required string Operation { get; init; }

    /// <summary>What was proved.</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was redeemed; null when it was not.</summary>
    public required DateTimeOffset? RedeemedAt { get; init; }
}

/// <summary>Taking along what is stored.</summary>
internal static class ExportEndpoints
{
    /// <summary>Maps <c>/account/export</c>.</summary>
    public static void MapExport(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/account").WithTags("Account").InSession().MapPost("/export", Export)
            .Describe("Take along what is stored",
                "Everything that the account holds of its owner, without secrets. Takes confirmed presence; log and owner are told. "
                + "The activity log is exported by itself.")
            .Refuses(Problems.ConfirmationDue);

    private static async Task<Results<Ok<AccountExportBody>, Problem>> Export(
        EmptyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).Export(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done<AccountExport> { Value: var stored }
            ? TypedResults.Ok(Translate(stored, caller, clock.GetUtcNow()))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static AccountExportBody Translate(AccountExport stored, Caller caller, DateTimeOffset now) => new()
    {
        AccountId = caller.AccountId,
        ExportedAt = now,
        Identifier = stored.Identifier,
        FormerIdentifier = stored.FormerIdentifier,
        OpenedAt = stored.OpenedAt,
        LastAdmittedAt = stored.LastAdmittedAt,
        AlertAddresses = [.. stored.AlertAddresses.Select(a => new ExportedAddressBody { Address = a.Address, Since = a.Since })],
        SafetyPhraseSince = stored.SafetyPhraseSince,
        Sessions = [.. stored.Sessions.Select(view => ListedSession.From(view, caller.Proof.SessionId))],
        Devices = [.. stored.Devices.Devices.Select(DeviceBody.From)],
        ListedDevicesOnly = stored.Devices.ListedOnly,
        SecondFactors = SecondFactorsBody.From(stored.SecondFactors),
        FactorRemovalAt = stored.FactorRemovalAt,
        ClosesAt = stored.ClosesAt,
        TradingPasscodeSince = stored.TradingPasscodeSince,
        Holds = HoldsBody.From(stored.Holds).Holds,
        Approvals = [.. stored.Approvals.Select(a => new ExportedApprovalBody
        {
            Operation = a.Operation, Methods = a.Methods, ApprovedAt = a.ApprovedAt, ExpiresAt = a.ExpiresAt, RedeemedAt = a.RedeemedAt,
        })],
        SettingsLockedUntil = stored.SettingsLockedUntil,
        Networks = stored.Networks,
        ActivityLog = "/v1/activity/export",
    };
}
