using System.Collections.Immutable;
using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Closing;

namespace OrleansEntry.Core.Holds;

/// <summary>Withdrawals wait after a change that a thief would make first. Pure.</summary>
/// <remarks>There is a way to begin a hold and none to end one. Why that also keeps when clocks step stands in this folder's
/// README.</remarks>
public static class HoldRules
{
    /// <summary>Begins a hold. One for the same reason that ends later stays as it is.</summary>
    public static Account Begin(
        Account account, string reason, DateTimeOffset now, Caller caller, HoldPolicy policy, string? sessionId = null)
    {
        if (!HoldReason.All.Contains(reason)) throw new ArgumentException("This is no reason for a hold.", nameof(reason));

        var hold = new Hold(reason, now, now + policy.For(reason));
        if (account.Holds.Any(h => h.Reason == reason && h.Until >= hold.Until)) return account;

        return (account with { Holds = [.. account.Holds.Where(h => h.Reason != reason), hold] }).Log(
            now, ActivityKind.HoldBegun, caller, reason, sessionId,
            hold.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>The holds that run, the one that ends last first.</summary>
    public static ImmutableArray<Hold> Running(Account account, DateTimeOffset now) =>
    [
        .. account.Holds.Where(h => h.Runs(now)).Append(ClosingRules.HoldOf(account, now)).OfType<Hold>().OrderByDescending(h => h.Until),
    ];

    /// <summary>Until when withdrawals are held; <see langword="null"/> when they are not.</summary>
    public static DateTimeOffset? HeldUntil(Account account, DateTimeOffset now) =>
        Running(account, now) is [var last, ..] ? last.Until : null;
}
