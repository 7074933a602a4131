using System.Globalization;
using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>What goes wrong.</summary>
internal enum Fault
{
    /// <summary>SIGKILL of a silo; a new one after some operations.</summary>
    KillSilo,

    /// <summary>SIGTERM of a silo; a new one after some operations.</summary>
    StopSilo,

    /// <summary>SIGSTOP of a silo for longer than the others wait for it, then SIGCONT.</summary>
    PauseSilo,

    /// <summary>SIGKILL of a gateway.</summary>
    KillGateway,

    /// <summary>SIGTERM of a gateway.</summary>
    StopGateway,

    /// <summary>Nothing gets through between a silo and its storage for some operations.</summary>
    CutStorage,

    /// <summary>The next writes of a silo fail before they are stored.</summary>
    RefuseWrites,

    /// <summary>The next writes of a silo are stored, and their answers are lost.</summary>
    LoseAnswers,

    /// <summary>The next writes of a silo arrive when it no longer waits for them.</summary>
    StallWrites,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="After">After how many operations since the one before was over.</param>
/// <param name="Fault">What.</param>
/// <param name="Target">Which silo or gateway.</param>
/// <param name="Amount">For how many operations, or to how many writes.</param>
internal sealed record Strike(int After, Fault Fault, int Target, int Amount)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"+{After} {Fault} {Target} ({Amount})");
}

/// <summary>What goes wrong when: a value that follows from a seed.</summary>
internal static class Schedule
{
    private static readonly Fault[] Faults = Enum.GetValues<Fault>();

    /// <summary>Endless. Each round has every fault once, in an order of its own.</summary>
    public static IEnumerable<Strike> From(SeededDice dice)
    {
        while (true)
        {
            var round = Faults.ToArray();
            for (var i = round.Length - 1; i > 0; i--)
            {
                var j = dice.Roll(i + 1);
                (round[i], round[j]) = (round[j], round[i]);
            }

            foreach (var fault in round)
            {
                var targets = fault is Fault.KillGateway or Fault.StopGateway ? 2 : 3;
                var amount = fault is Fault.RefuseWrites or Fault.LoseAnswers or Fault.StallWrites ? 2 + dice.Roll(7) : 6 + dice.Roll(10);
                yield return new Strike(8 + dice.Roll(12), fault, dice.Roll(targets), amount);
            }
        }
    }
}
