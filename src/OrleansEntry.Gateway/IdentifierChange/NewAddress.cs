namespace OrleansEntry.Gateway.IdentifierChange;

/// <summary>Refuses what a mail to a new address would prove.</summary>
internal static class NewAddress
{
    /// <summary>The refusal, which says until when.</summary>
    public static Problem Refuse(DateTimeOffset until) => new Problem(Problems.AddressTooNew)
        .Saying($"The address of this account was changed lately. Until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC mails to it prove "
            + "nothing, and its former address can take the change back.")
        .With("until", until);
}
