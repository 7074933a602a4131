using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Core;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Grains;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Keys;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>Writes accounts as the grains would, with the server's own keys and storage: one device, one session, no log yet.</summary>
internal sealed class Seed(IServiceProvider server)
{
    private const string Agent = "load";

    private readonly IGrainStorage _storage = server.GetRequiredKeyedService<IGrainStorage>(GrainStorageNames.Entry);
    private readonly IGrainFactory _grains = server.GetRequiredService<IGrainFactory>();
    private readonly DeploymentKeys _keys = server.GetRequiredService<DeploymentKeys>();
    private readonly Protector _protector = server.GetRequiredService<Protector>();
    private readonly PasscodeHasher _hasher = server.GetRequiredService<PasscodeHasher>();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private int _planted;

    /// <summary>People who can enter: each passcode is hashed at the real cost.</summary>
    public Task<Person[]> Entering(int count, bool withTotp = false) =>
        Plant(count, Plan.EntryConnections, async () => await Write(await Hash(), new MetersRecord(), withTotp));

    /// <summary>People who can enter, all by one hash: to hash a hundred thousand passcodes would take a quarter of an hour.</summary>
    public async Task<Person[]> Alike(int count)
    {
        var hash = await Hash();
        return await Plant(count, 16, () => Write(hash, new MetersRecord(), withTotp: false));
    }

    /// <summary>Somebody who can enter and whose log has so many entries.</summary>
    public async Task<Person> WithLog(int entries) => await Write(await Hash(), new MetersRecord(), withTotp: false, async (id, record) =>
    {
        var log = ActivityOutbox.Empty;
        var caller = new Caller(Lane.Stranger, "203.0.113.7", Agent);
        foreach (var chunk in Enumerable.Range(0, entries).Chunk(100))
        {
            foreach (var _ in chunk) log = log.Add(_now, ActivityKind.Admitted, caller, reason: null, sessionId: null, detail: "passcode");
            await _grains.GetGrain<IActivityGrain>(id.Value).Append([.. log.Undelivered.Select(ToItem)]);
            log = log.Without(log.Sequence);
        }

        (record.ActivitySequence, record.ActivityHash) = (log.Sequence, log.Hash);
    });

    /// <summary>People who are already in: nobody will compare their passcode.</summary>
    public Task<Person[]> Active(int count) => Plant(count, 256, () => Write(_hasher.Decoy.Stored, new MetersRecord(), withTotp: false));

    /// <summary>Somebody at whose account strangers have guessed so often that they wait an hour.</summary>
    public Task<Person> Locked() => Write(
        _hasher.Decoy.Stored, new MetersRecord { Passcode = new MeterRecord { InARow = 20, Rung = 20, LastAt = _now } }, withTotp: false);

    private static async Task<Person[]> Plant(int count, int atOnce, Func<Task<Person>> plant)
    {
        var people = new Person[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) =>
            people[i] = await plant());
        return people;
    }

    private async Task<string> Hash() => Passcode.TryParse(Person.Passcode, out var passcode)
        ? (await _hasher.Hash(passcode)).Stored
        : throw new InvalidOperationException("The passcode is none.");

    private static ActivityItem ToItem(ActivityEntry e) => new()
    {
        Sequence = e.Sequence, At = e.At, Kind = e.Kind, Network = e.Network, Agent = e.Agent, KnownDevice = e.KnownDevice,
        Detail = e.Detail, Hash = e.Hash,
    };

    private async Task<Person> Write(
        string passcodeHash, MetersRecord strangers, bool withTotp, Func<AccountId, AccountRecord, Task>? fill = null)
    {
        var number = Interlocked.Increment(ref _planted);
        if (!AccountId.TryParse(HexName.New(), out var id)) throw new InvalidOperationException("A new name is none.");

        var (identifier, network) = ($"person{number}@example.test", Person.NetworkOf(10, number));
        var (device, session, totp) = (
            RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(20));
        var token = SessionToken.Create(id, HexName.New(), session);
        var record = Record(id, identifier, network, device, token);
        (record.PasscodeHash, record.Strangers) = (passcodeHash, strangers);
        if (withTotp)
            record.Totp = new TotpRecord { ProtectedSecret = _protector.SealSecret(id.Value, totp), StepSeconds = 30, Since = _now };

        if (fill is not null) await fill(id, record);
        await Store("account", _grains.GetGrain<IAccountGrain>(id.Value).GetGrainId(), record);
        await Store(
            "identifier", _grains.GetGrain<IIdentifierGrain>(_keys.NameIdentifier(identifier)).GetGrainId(),
            new IdentifierRecord { AccountId = id.Value });
        return new Person(id.Value, identifier, network, Base64Url.EncodeToString(device), token.Reveal(), withTotp ? totp : []);
    }

    private AccountRecord Record(AccountId id, string identifier, string network, byte[] device, SessionToken token)
    {
        var deviceId = HexName.New();
        return new AccountRecord
        {
            OpenedAt = _now,
            ProtectedIdentifier = _protector.SealIdentifier(identifier),
            Devices = [new DeviceRecord { Id = deviceId, SecretHash = KnownDevice.Hash(device, id.Value), Agent = Agent, FirstSeenAt = _now,
                LastSeenAt = _now }],
            Sessions =
            [
                new SessionRecord
                {
                    Id = token.SessionId, SecretHash = token.SecretHash(), Methods = ["passcode"], StartedAt = _now, LastSeenAt = _now,
                    Network = network, Agent = Agent, DeviceId = deviceId, ConfirmedAt = _now,
                },
            ],
        };
    }

    // Each name is new: when a busy storage stores a record and its answer is lost, the record that is found there is ours.
    private async Task Store<T>(string name, GrainId grain, T record)
    {
        try
        {
            await _storage.WriteStateAsync(name, grain, new GrainState<T>(record));
        }
        catch (Exception e) when (e is InconsistentStateException or TimeoutException)
        {
            var found = new GrainState<T>();
            await _storage.ReadStateAsync(name, grain, found);
            if (!found.RecordExists) throw;
        }
    }
}
