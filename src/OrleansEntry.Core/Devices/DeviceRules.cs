using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Devices;

/// <summary>How a device becomes known, and stays so. Pure.</summary>
public static class DeviceRules
{
    /// <summary>The lane of a pass: its newest generation, or for a while the one before, whose answer may have been lost.</summary>
    public static Lane LaneOf(Account account, DevicePass pass, DateTimeOffset now, DevicePolicy policy)
    {
        var device = account.Devices.FirstOrDefault(d => d.Id == pass.DeviceId);
        if (device is null || device.Generation == 0) return Lane.Stranger;

        // A clock that was set back must not revive an old pass for long.
        var lately = (now - device.RotatedAt).Duration() < policy.OverlapFor;
        var fits = pass.Generation == device.Generation || (pass.Generation == device.Generation - 1 && lately);
        return fits ? new Lane(device.Id) : Lane.Stranger;
    }

    /// <summary>After an admission: a known device was seen again, a new one becomes known, and the owner is told.</summary>
    /// <param name="account">The account.</param>
    /// <param name="caller">Who was admitted.</param>
    /// <param name="seed">What was drawn for it.</param>
    /// <param name="isFirst">Whether nobody was ever admitted before.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static Account Recognise(
        Account account, Caller caller, EntrySeed seed, bool isFirst, DateTimeOffset now, EntryPolicy policy)
    {
        if (!caller.Lane.IsStranger)
            return account with
            {
                Devices = [.. account.Devices.Select(d =>
                    d.Id == caller.Lane.DeviceId ? Rotated(d, caller, now) with { LastSeenAt = now, Agent = caller.Agent } : d)],
            };

        var known = account.Devices;
        var failures = Meters.None;
        while (known.Length >= policy.MaxKnownDevices)
        {
            // What failed in a row stays with the known devices: a device that gives way must not make room for more guesses (N-21).
            var oldest = known.MinBy(d => d.LastSeenAt)!;
            failures = failures.WithInARowOf(oldest.Meters);
            known = known.Remove(oldest);
            account = TellForgotten(account, oldest, "oldest", seed.Session.Id, now, caller);
        }

        var device = new KnownDevice
        {
            Id = seed.DeviceId, SecretHash = caller.KeepsPass ? [] : seed.DeviceSecretHash, Agent = caller.Agent, FirstSeenAt = now,
            LastSeenAt = now,
            Meters = failures, Generation = caller.KeepsPass ? 1 : 0, RotatedAt = now,
        };
        account = (account with { Devices = known.Add(device) }).Log(now, ActivityKind.DeviceAdded, caller, detail: device.Id);

        // The very first device is the one that just registered: no news. An account that forgot all its devices is not new.
        if (isFirst) return account;

        account = HoldRules.Begin(account, HoldReason.NewDevice, now, caller, policy.Holds, seed.Session.Id);
        return account.Notify(now, NoticeKind.NewDevice, caller);
    }

    /// <summary>Gives a device a name; an empty one takes it away.</summary>
    public static Decision<CommandAnswer> Rename(Account account, Session own, string deviceId, string name, DateTimeOffset now,
        Caller caller) =>
        Change(account, own, deviceId, d => d with { Name = name.Length == 0 ? null : name }, ActivityKind.DeviceRenamed, now, caller);

    /// <summary>Trusts a device or does so no more, and names it: what is asked for is done together or not at all.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="trusted">Whether it shall be trusted; <see langword="null"/> leaves that.</param>
    /// <param name="name">Its name; <see langword="null"/> leaves that.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="policy">The numbers.</param>
    public static Decision<CommandAnswer> Change(
        Account account, Session own, string deviceId, bool? trusted, string? name, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        var decided = trusted switch
        {
            true => Trust(account, own, deviceId, now, caller, policy),
            false => Distrust(account, own, deviceId, now, caller),
            null => new Decision<CommandAnswer>(new CommandAnswer.Done(own), account),
        };
        return decided.Answer is CommandAnswer.Done && name is not null
            ? Rename(decided.Account, own, deviceId, name, now, caller)
            : decided;
    }

    /// <summary>Trusts a device for a while: it skips the security check, never a factor.</summary>
    public static Decision<CommandAnswer> Trust(
        Account account, Session own, string deviceId, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return new(refusal, account);

        var decided = Change(
            account, own, deviceId, d => d with { TrustedUntil = now + policy.Devices.TrustFor }, ActivityKind.DeviceTrusted, now, caller);
        return decided.Answer is CommandAnswer.Done
            ? decided with { Account = decided.Account.Notify(now, NoticeKind.DeviceTrusted, caller) }
            : decided;
    }

    /// <summary>Trusts it no more.</summary>
    public static Decision<CommandAnswer> Distrust(Account account, Session own, string deviceId, DateTimeOffset now, Caller caller) =>
        Change(account, own, deviceId, d => d with { TrustedUntil = null }, ActivityKind.DeviceDistrusted, now, caller);

    /// <summary>Forgets a device and ends its sessions.</summary>
    public static Decision<CommandAnswer> Forget(
        Account account, Session own, string deviceId, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (account.Devices.FirstOrDefault(d => d.Id == deviceId) is not { } device) return new(new CommandAnswer.NotFound(), account);
        if (!SessionRules.IsConfirmed(account, own, now, policy.Sessions)) return new(new CommandAnswer.ConfirmationDue(), account);
        if (account.ListedDevicesOnly && SettingsLockRules.Refuse(account, now) is { } locked) return new(locked, account);
        if (account.ListedDevicesOnly && account.Devices.Length == 1) return new(new CommandAnswer.Conflict("last-device"), account);

        // What failed in a row stays counted: forgetting a device must not make room for more guesses (N-21).
        account = account with
        {
            Devices = account.Devices.Remove(device), Strangers = account.Strangers.WithInARowOf(device.Meters),
        };
        account = TellForgotten(account, device, null, own.Id, now, caller);
        return new(new CommandAnswer.Done(own), SessionRules.EndOfDevice(account, device.Id, now, caller));
    }

    /// <summary>Lets only listed devices enter from now on, or all again. Takes presence confirmed with a second factor, on a listed
    /// device.</summary>
    public static Decision<CommandAnswer> Restrict(
        Account account, Session own, bool listedOnly, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (!SecondFactor.SecondFactorRules.HasOne(account)) return new(new CommandAnswer.Conflict("not-enrolled"), account);
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return new(refusal, account);
        if (account.LaneOf(own).IsStranger) return new(new CommandAnswer.Conflict("not-listed"), account);
        if (account.ListedDevicesOnly == listedOnly) return new(new CommandAnswer.Done(own), account);

        account = (account with { ListedDevicesOnly = listedOnly })
            .Log(now, ActivityKind.DevicesRestricted, caller, listedOnly ? "on" : "off", own.Id)
            .Notify(now, listedOnly ? NoticeKind.DevicesRestricted : NoticeKind.DevicesOpened, caller);
        return new(new CommandAnswer.Done(own), account);
    }

    /// <summary>Whether a device must be let in by a listed one first. Without any there is nobody to do it: after a recovery the first to
    /// come is listed, with its hold.</summary>
    public static bool MustWait(Account account, Lane lane) => account.ListedDevicesOnly && lane.IsStranger && !account.Devices.IsEmpty;

    /// <summary>The device that waits, while it does.</summary>
    public static DeviceAdmission? Waiting(Account account, DateTimeOffset now) =>
        account.Admission is { } admission && now < admission.ExpiresAt ? admission : null;

    /// <summary>A listed device gives the number that the waiting one shows, or turns it away (<see langword="null"/>).</summary>
    public static Decision<CommandAnswer> AnswerAdmission(
        Account account, Session own, int? number, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (Waiting(account, now) is not { } waiting) return new(new CommandAnswer.Conflict("no-admission"), account);
        if (account.LaneOf(own).IsStranger) return new(new CommandAnswer.Conflict("not-listed"), account);
        if (number is null) return new(new CommandAnswer.Done(own), Settle(account, waiting, admitted: false, "refused", now, caller));
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return new(refusal, account);
        if (number == waiting.Number)
            return new(new CommandAnswer.Done(own), Settle(account, waiting, admitted: true, "admitted", now, caller));

        return new(new CommandAnswer.Refused("number"), waiting.TriesLeft > 1
            ? (account with { Admission = waiting with { TriesLeft = waiting.TriesLeft - 1 } })
                .Log(now, ActivityKind.DeviceAnswered, caller, "wrong", own.Id)
            : Settle(account, waiting, admitted: false, "wrong", now, caller));
    }

    private static Account TellForgotten(
        Account account, KnownDevice device, string? reason, string sessionId, DateTimeOffset now, Caller caller) =>
        account.Log(now, ActivityKind.DeviceForgotten, caller, reason, sessionId, device.Id)
            .Notify(now, NoticeKind.DeviceForgotten, caller, device.Name ?? device.Agent);

    private static Account Settle(Account account, DeviceAdmission waiting, bool admitted, string reason, DateTimeOffset now,
        Caller caller) =>
        (account with
        {
            Admission = null,
            Entries = [.. account.Entries.Select(e => e is OpenEntry.AwaitingDevice open && e.Nonce == waiting.Nonce
                ? admitted ? open with { Admitted = true }
                : new OpenEntry.Finished { Nonce = e.Nonce, ExpiresAt = e.ExpiresAt, OnKnownDevice = e.OnKnownDevice }
                : e)],
        }).Log(now, ActivityKind.DeviceAnswered, caller, reason, detail: waiting.Agent);

    private static Decision<CommandAnswer> Change(
        Account account, Session own, string deviceId, Func<KnownDevice, KnownDevice> change, string kind, DateTimeOffset now,
        Caller caller)
    {
        if (account.Devices.FirstOrDefault(d => d.Id == deviceId) is not { } device) return new(new CommandAnswer.NotFound(), account);

        var changed = change(device);
        return changed == device
            ? new(new CommandAnswer.Done(own), account)
            : new(new CommandAnswer.Done(own),
                (account with { Devices = account.Devices.Replace(device, changed) })
                    .Log(now, kind, caller, sessionId: own.Id, detail: deviceId));
    }

    // Whoever shows the generation before the newest did not get the newest: it is given again, and none is made.
    private static KnownDevice Rotated(KnownDevice device, Caller caller, DateTimeOffset now) =>
        !caller.KeepsPass || (caller.Generation is { } shown && shown == device.Generation - 1)
            ? device
            : device with { Generation = device.Generation + 1, RotatedAt = now, SecretHash = [] };
}
