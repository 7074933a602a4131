using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Devices;

/// <summary>How a device becomes known, and stays so. Pure.</summary>
public static class DeviceRules
{
    /// <summary>After an admission: a known device was seen again, a new one becomes known, and the owner is told.</summary>
    public static Account Recognise(Account account, Caller caller, EntrySeed seed, DateTimeOffset now, EntryPolicy policy)
    {
        if (!caller.Lane.IsStranger)
            return account with
            {
                Devices = [.. account.Devices.Select(d =>
                    d.Id == caller.Lane.DeviceId ? d with { LastSeenAt = now, Agent = caller.Agent } : d)],
            };

        var known = account.Devices;
        var first = known.IsEmpty;
        var failures = Meters.None;
        while (known.Length >= policy.MaxKnownDevices)
        {
            // What failed in a row stays with the known devices: a device that gives way must not make room for more guesses (N-21).
            var oldest = known.MinBy(d => d.LastSeenAt)!;
            failures = failures.WithInARowOf(oldest.Meters);
            known = known.Remove(oldest);
        }

        var device = new KnownDevice
        {
            Id = seed.DeviceId, SecretHash = seed.DeviceSecretHash, Agent = caller.Agent, FirstSeenAt = now, LastSeenAt = now, Meters = failures,
        };
        account = (account with { Devices = known.Add(device) }).Log(now, ActivityKind.DeviceAdded, caller, detail: device.Id);

        // The very first device is the one that just registered: no news.
        if (first) return account;

        account = HoldRules.Begin(account, HoldReason.NewDevice, now, caller, policy.Holds, seed.Session.Id);
        return account.Notify(now, NoticeKind.NewDevice, caller);
    }
}
