using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Grains.Accounts;

// The devices it knows.
internal sealed partial class AccountGrain
{
    public ValueTask<SessionAnswer> ListDevices(SessionProof proof)
    {
        if (FindSession(proof) is not { } own) return new(new SessionAnswer.NoSession());

        return new(new SessionAnswer.Done<DevicesView> { Value = KnownDevices(own, LatestNow()) });
    }

    private DevicesView KnownDevices(Session own, DateTimeOffset now) => new()
    {
        Devices = [.. _account.Devices.Select(d => View(d, own, now))],
        ListedOnly = _account.ListedDevicesOnly,
        Waiting = DeviceRules.Waiting(_account, now) is { } waiting
            ? new AdmissionView { Agent = waiting.Agent, Network = waiting.Network, ExpiresAt = waiting.ExpiresAt }
            : null,
    };

    public Task<SessionAnswer> ChangeDevice(SessionProof proof, DeviceChange change, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) =>
            DeviceRules.Change(_account, own, change.DeviceId, change.Trusted, change.Name, now, caller, policy));

    public Task<SessionAnswer> ForgetDevice(SessionProof proof, string deviceId, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => DeviceRules.Forget(_account, own, deviceId, now, caller, policy));

    public Task<SessionAnswer> RestrictDevices(SessionProof proof, bool listedOnly, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => DeviceRules.Restrict(_account, own, listedOnly, now, caller, policy));

    public Task<SessionAnswer> AnswerAdmission(SessionProof proof, int? number, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => DeviceRules.AnswerAdmission(_account, own, number, now, caller, policy));

    private DeviceView View(KnownDevice device, Session own, DateTimeOffset now) => new()
    {
        Id = device.Id, Name = device.Name, Agent = device.Agent, IsBrowser = device.Generation > 0, FirstSeenAt = device.FirstSeenAt,
        LastSeenAt = device.LastSeenAt, TrustedUntil = device.IsTrusted(now) ? device.TrustedUntil : null,
        Sessions = _account.Sessions.Count(s => s.DeviceId == device.Id && s.IsLive(now, policy.Sessions)),
        IsOwn = own.DeviceId == device.Id,
    };
}
