using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Storage;
using OrleansEntry.Storage.Embedded;
using Xunit;

namespace OrleansEntry.Grains.Tests;

/// <summary>Two silos over one real store. Grains see a clock that only the tests move; the runtime keeps real time.</summary>
public sealed class EntryCluster : IAsyncLifetime
{
    private static readonly string[] RuntimeClocks =
    [
        TimeProviderNames.Messaging, TimeProviderNames.Membership, TimeProviderNames.SystemTimers,
        TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory,
    ];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"orleans-entry-grains-{Core.HexName.New()}");
    private readonly IDataProtectionProvider _protection = new EphemeralDataProtectionProvider();
    private readonly ConcurrentDictionary<string, Outside> _outsides = [];
    private DataFolder? _data;
    private EmbeddedStore? _store;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 2, 12, 0, 0, TimeSpan.Zero));

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    public SentMail Mail { get; } = new();

    public FragileJournal Journal { get; private set; } = null!;

    public DeploymentKeys Keys { get; } = new(new byte[32]);

    /// <summary>From now on a silo reaches neither mail nor journal. What comes out all the same comes from another.</summary>
    public void CutOff(InProcessSiloHandle silo) => _outsides[silo.Name].IsCut = true;

    /// <summary>Ends <see cref="CutOff"/>.</summary>
    public void Reconnect(InProcessSiloHandle silo) => _outsides[silo.Name].IsCut = false;

    /// <summary>Says which writes of grains fail, by the name of the state and the grain.</summary>
    public Func<string, GrainId, WriteFault> WritesFail { get; set; } = (_, _) => WriteFault.None;

    public StoreCounters Counters => _store!.Counters;

    public IGrainStorage Storage => Cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(GrainStorageNames.Entry);

    public async ValueTask InitializeAsync()
    {
        _data = DataFolder.Open(_folder);
        _store = EmbeddedStore.Open(_data, new EmbeddedStorageOptions(), TimeProvider.System, NullLogger<EmbeddedStore>.Instance);

        Journal = new FragileJournal(new EmbeddedJournalStore(_store));

        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((options, silo) => Configure(options.SiloName, silo.Services));
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
        _data?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Configure(string silo, IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        foreach (var name in RuntimeClocks) services.AddKeyedSingleton(name, TimeProvider.System);

        // A silo that starts later may have the name of one that is dead.
        var outside = _outsides[silo] = new Outside();
        services.AddEntry();
        services.AddSingleton(Keys);
        services.AddSingleton(new SecurityCheckKey(Keys.SecurityCheck));
        services.AddSingleton(_protection);
        services.AddSingleton<IMailer>(new Reach(Mail, outside));
        services.AddSingleton(_store!);
        services.AddSingleton<IJournalStore>(new FragileJournal(Journal, outside));
        services.AddEmbeddedGrainStorage(GrainStorageNames.Entry);
        var storage = services.Last(s => s.ServiceType == typeof(IGrainStorage) && Equals(s.ServiceKey, GrainStorageNames.Entry));
        services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Entry, (provider, key) => new FragileStorage(
            (IGrainStorage)storage.KeyedImplementationFactory!(provider, key), (state, id) => WritesFail(state, id)));

        // Cheap work: these tests are about what Orleans adds to the rules.
        var peppers = new Peppers("test", new Dictionary<string, byte[]> { ["test"] = new byte[Peppers.MinKeyBytes] });
        services.AddSingleton(_ => new PasscodeHasher(new HashCost(64, 1), peppers, threads: 2, queueLength: 1024));
        services.Configure<SecurityCheckOptions>(o => (o.WorkCost, o.WorkCounterMin, o.WorkCounterMax, o.PicturesAhead) = (1, 1, 4, 0));
    }
}

/// <summary>Keeps what was sent.</summary>
public sealed class SentMail : IMailer
{
    private readonly Dictionary<string, MailMessage> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Send(MailMessage message, CancellationToken cancellationToken = default)
    {
        lock (_sent)
        {
            if (_refused.Contains(message.To)) throw new IOException("There is no such mailbox.");
            _sent[message.MessageId] = message;
            _times[message.MessageId] = _times.GetValueOrDefault(message.MessageId) + 1;
            _next.SetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for a mail that nobody's answer waits for.</summary>
    public async Task<MailMessage> Awaited(string messageId)
    {
        while (true)
        {
            Task next;
            lock (_sent)
            {
                if (_sent.TryGetValue(messageId, out var mail)) return mail;
                next = _next.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        }
    }

    /// <summary>From now on an address takes no mail, or takes it again.</summary>
    public void Refuse(string address, bool refuse = true)
    {
        lock (_sent) _ = refuse ? _refused.Add(address) : _refused.Remove(address);
    }

    /// <summary>How often a mail was handed over.</summary>
    public int Times(string messageId)
    {
        lock (_sent) return _times.GetValueOrDefault(messageId);
    }

    public bool Any(Func<MailMessage, bool> wanted)
    {
        lock (_sent) return _sent.Values.Any(wanted);
    }

    public IReadOnlyList<MailMessage> To(string address)
    {
        lock (_sent) return [.. _sent.Values.Where(m => m.To == address)];
    }
}

/// <summary>What is outside of a silo.</summary>
public sealed class Outside
{
    public bool IsCut { get; set; }
}

/// <summary>A silo's way to the mail service, which can be cut.</summary>
internal sealed class Reach(IMailer mailer, Outside outside) : IMailer
{
    public Task Send(MailMessage message, CancellationToken cancellationToken = default) =>
        outside.IsCut ? throw new IOException("The mail service is out of reach.") : mailer.Send(message, cancellationToken);
}

/// <summary>A journal that can be out of reach.</summary>
public sealed class FragileJournal(IJournalStore store, Outside? outside = null) : IJournalStore
{
    public bool IsDown { get; set; }

    public Task<long> AppendAsync(string journal, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default) =>
        IsDown || outside is { IsCut: true } ? throw new IOException("The journal is down.")
            : store.AppendAsync(journal, entries, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadBackwardsAsync(
        string journal, long before, int limit, IReadOnlyList<string> tags, CancellationToken cancellationToken = default) =>
        store.ReadBackwardsAsync(journal, before, limit, tags, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadForwardsAsync(
        string journal, long from, int limit, CancellationToken cancellationToken = default) =>
        store.ReadForwardsAsync(journal, from, limit, cancellationToken);

    public Task<long> ReadLastSequenceAsync(string journal, CancellationToken cancellationToken = default) =>
        store.ReadLastSequenceAsync(journal, cancellationToken);

    public Task DeleteAsync(string journal, CancellationToken cancellationToken = default) =>
        IsDown || outside is { IsCut: true } ? throw new IOException("The journal is down.")
            : store.DeleteAsync(journal, cancellationToken);
}
