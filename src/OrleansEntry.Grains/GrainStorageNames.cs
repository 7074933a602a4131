namespace OrleansEntry.Grains;

/// <summary>The grain storage that the composition root must provide.</summary>
public static class GrainStorageNames
{
    /// <summary>Accounts, identifiers and ledgers.</summary>
    public const string Entry = "entry";
}
