using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.SettingsLock;

/// <summary>Locks the security settings.</summary>
internal sealed record SettingsLockWish : Body
{
    /// <summary>For how long, in hours: what reading the lock says may be chosen.</summary>
    [Range(1, SettingsLockPolicy.MostHours)] public required int Hours { get; init; }
}

/// <summary>The lock of the security settings.</summary>
internal sealed record SettingsLockBody
{
    /// <summary>Until when they are locked; null when they are not.</summary>
    public required DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The shortest lock that may be chosen, in hours.</summary>
    public required int MinHours { get; init; }

    /// <summary>The longest.</summary>
    public required int MaxHours { get; init; }
}

/// <summary>The lock of the security settings.</summary>
internal static class SettingsLockEndpoints
{
    /// <summary>Maps <c>/settings-lock</c>.</summary>
    public static void MapSettingsLock(this IEndpointRouteBuilder routes)
    {
        var locks = routes.MapGroup("/settings-lock").WithTags("Settings lock").InSession().KeepsAnswers();
        locks.MapGet("", Read).Describe("Read the settings lock", "Until when the security settings are locked.");
        locks.MapPut("", Lock)
            .Describe("Lock the security settings",
            "Nobody changes them until then, and nobody shortens the lock. Freezing and leaving go on working.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLockLength);
    }

    private static async Task<Results<Ok<SettingsLockBody>, Problem>> Read(
        HttpContext http, IGrainFactory grains, PublicPolicy policy, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ReadSettingsLock(caller.Proof);
        return answer is SessionAnswer.Done<DateTimeOffset?> done
            ? TypedResults.Ok(new SettingsLockBody
            {
                LockedUntil = done.Value, MinHours = policy.SettingsLock.MinHours, MaxHours = policy.SettingsLock.MaxHours,
            })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<SettingsLockBody>, Problem>> Lock(
        SettingsLockWish body, HttpContext http, IGrainFactory grains, PublicPolicy policy, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).LockSettings(caller.Proof, body.Hours, cancellationToken);
        return answer is SessionAnswer.Done ? await Read(http, grains, policy, clock) : SessionProblems.From(answer, clock.GetUtcNow());
    }
}
