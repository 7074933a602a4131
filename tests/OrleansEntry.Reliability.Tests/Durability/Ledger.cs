namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>What the server has acknowledged to one person, and what it may have done besides:
/// a request without an answer is unknown.</summary>
internal sealed class Ledger(Person person, EntryClient home)
{
    public Person Person => person;

    /// <summary>The person's own device.</summary>
    public EntryClient Home { get; set; } = home;

    /// <summary>Sessions that were given out and not ended, by their public id: the client that holds each.</summary>
    public Dictionary<string, EntryClient> Live { get; } = [];

    /// <summary>Tokens of sessions whose end was acknowledged.</summary>
    public List<EntryClient> Ended { get; } = [];

    /// <summary>Every session that was ever given out.</summary>
    public HashSet<string> Admitted { get; } = [];

    /// <summary>Entries whose last answer never came.</summary>
    public int MaybeAdmitted { get; set; }

    /// <summary>Refused guesses that were acknowledged.</summary>
    public int Refused { get; set; }

    /// <summary>Guesses without an answer.</summary>
    public int MaybeRefused { get; set; }

    /// <summary>Recovery codes that are dead by acknowledgement: used, or of a set that was renewed.</summary>
    public List<string> Used { get; } = [];

    /// <summary>How many of the present set were used by acknowledgement.</summary>
    public int UsedOfSet { get; set; }

    /// <summary>Recovery codes that may have been used.</summary>
    public List<string> MaybeUsed { get; } = [];

    /// <summary>Whether the enrolment was acknowledged; <see langword="null"/> when its answer never came.</summary>
    public bool? Enrolled { get; set; } = false;

    /// <summary>A passcode whose change was not answered.</summary>
    public string? MaybePasscode { get; set; }

    /// <summary>Passcodes that an acknowledged change did away with.</summary>
    public Queue<string> OldPasscodes { get; } = new();

    /// <summary>A recovery code was accepted.</summary>
    public void Use(string code)
    {
        Used.Add(code);
        UsedOfSet++;
    }

    /// <summary>A new set of recovery codes came.</summary>
    public void Renew(Answer answer)
    {
        Used.AddRange([.. MaybeUsed, .. Person.RecoveryCodes]);
        MaybeUsed.Clear();
        Person.RecoveryCodes.Clear();
        UsedOfSet = 0;
        foreach (var code in answer.Get("recoveryCodes").EnumerateArray()) Person.RecoveryCodes.Enqueue(code.GetString()!);
    }

    /// <summary>A session begins.</summary>
    public void Admit(Answer done, EntryClient client)
    {
        var id = done.Get("session").GetProperty("id").GetString()!;
        Assert.True(Admitted.Add(id));
        Live.Add(id, client);
    }
}
