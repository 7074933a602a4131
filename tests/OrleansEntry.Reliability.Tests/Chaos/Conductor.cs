namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Carries a schedule out on a cluster, one strike after another.</summary>
internal sealed class Conductor(Cluster cluster, History history, Action<string> say)
{
    /// <summary>Longer than the cluster waits for a silo that hangs with its connections open: six seconds, and a vote.</summary>
    private static readonly TimeSpan PauseFor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan NoticesWithin = TimeSpan.FromSeconds(12);

    // Whoever starts again does so while the people go on; the next strike waits for it.
    private Task _starting = Task.CompletedTask;

    /// <summary>How many silos were lost so far, and with them what they kept in memory.</summary>
    public int SilosLost { get; private set; }

    /// <summary>What went wrong so far.</summary>
    public List<Strike> Done { get; } = [];

    public async Task Strike(Strike strike)
    {
        await history.Reached(history.Count + strike.After);
        await Refill();
        say($"{history.Count,5}  {strike}");
        Done.Add(strike);
        await (strike.Fault switch
        {
            Fault.KillSilo => Replace(cluster.Silos[strike.Target], strike.Amount, silo => silo.Kill()),
            Fault.StopSilo => Replace(cluster.Silos[strike.Target], strike.Amount, silo => silo.Stop()),
            Fault.PauseSilo => Pause(cluster.Silos[strike.Target]),
            Fault.KillGateway => Replace(cluster.Gateways[strike.Target], strike.Amount, gateway => gateway.Kill()),
            Fault.StopGateway => Replace(cluster.Gateways[strike.Target], strike.Amount, gateway => gateway.Stop()),
            Fault.CutStorage => Cut(cluster.Storages[strike.Target], strike.Amount),
            Fault.RefuseWrites => Disturb(strike, WriteFault.Refuse),
            Fault.LoseAnswers => Disturb(strike, WriteFault.LoseAnswer),
            _ => Disturb(strike, WriteFault.Stall),
        });
    }

    /// <summary>Fills the places of those that ended by themselves.</summary>
    public async Task Refill()
    {
        await _starting;
        foreach (var member in cluster.Members.Where(member => !member.IsUp).ToArray())
        {
            say($"       {member.Name} ended by itself");
            if (cluster.Silos.Contains(member)) SilosLost++;
            await member.Start();
        }
    }

    private async Task Replace(Member member, int operations, Func<Member, Task> end)
    {
        if (cluster.Silos.Contains(member)) SilosLost++;
        await end(member);
        await history.Reached(history.Count + operations);
        _starting = member.Start();
    }

    // A silo that comes back and finds itself declared dead ends itself; one that nobody missed goes on.
    private async Task Pause(Member silo)
    {
        silo.Pause();
        await Task.Delay(PauseFor, TimeProvider.System);
        silo.Resume();
        if (!await silo.EndsWithin(NoticesWithin))
        {
            say("       it goes on: nobody gave it up");
            return;
        }

        SilosLost++;
        _starting = silo.Start();
    }

    private async Task Cut(StorageProxy storage, int operations)
    {
        storage.IsCut = true;
        await history.Reached(history.Count + operations);
        storage.IsCut = false;
    }

    private Task Disturb(Strike strike, WriteFault fault)
    {
        cluster.Storages[strike.Target].Disturb(fault, strike.Amount);
        return Task.CompletedTask;
    }
}
