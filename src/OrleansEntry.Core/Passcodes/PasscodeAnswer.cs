namespace OrleansEntry.Core.Passcodes;

/// <summary>Whether a new passcode may be set.</summary>
public abstract record PasscodeAnswer
{
    private PasscodeAnswer()
    {
    }

    /// <summary>It may.</summary>
    public sealed record Accepted : PasscodeAnswer;

    /// <summary>It may not, and the person is told why and what to do (NIST SP 800-63B-4 §3.1.1.2).</summary>
    public abstract record Refused : PasscodeAnswer
    {
        private protected Refused()
        {
        }

        /// <summary>A stable name for programs: lower-case words with hyphens. It never changes its meaning.</summary>
        public abstract string Code { get; }

        /// <summary>What to tell the person. It holds nothing of the passcode.</summary>
        public abstract string Advice { get; }
    }

    /// <summary>Too few code points.</summary>
    /// <param name="Min">The least that is accepted.</param>
    /// <param name="Actual">What it has.</param>
    public sealed record TooShort(int Min, int Actual) : Refused
    {
        /// <inheritdoc/>
        public override string Code => "passcode-too-short";

        /// <inheritdoc/>
        public override string Advice =>
            $"This passcode has {Actual} characters; it needs at least {Min}. A few unrelated words in a row are easy to remember.";
    }

    /// <summary>Too many code points.</summary>
    /// <param name="Max">The most that is accepted.</param>
    /// <param name="Actual">What it has.</param>
    public sealed record TooLong(int Max, int Actual) : Refused
    {
        /// <inheritdoc/>
        public override string Code => "passcode-too-long";

        /// <inheritdoc/>
        public override string Advice => $"This passcode has {Actual} characters; at most {Max} are possible. Please shorten it.";
    }

    /// <summary>The whole of it is what attackers try first: see <see cref="Blocklist"/>.</summary>
    public sealed record Listed : Refused
    {
        /// <inheritdoc/>
        public override string Code => "passcode-listed";

        /// <inheritdoc/>
        public override string Advice =>
            "This passcode is on the list of commonly used ones, which attackers try first. Choose a few unrelated words instead, "
            + "or let your password manager make one.";
    }

    /// <summary>It is this service's own words and padding: see <see cref="ServiceWords"/>.</summary>
    public sealed record ServiceWord : Refused
    {
        /// <inheritdoc/>
        public override string Code => "passcode-service-word";

        /// <inheritdoc/>
        public override string Advice =>
            "This passcode is made of words that everybody connects with this service. Choose words that have nothing to do with it.";
    }

    /// <summary>It is the person's own address, or a part of it, and padding.</summary>
    public sealed record LikeIdentifier : Refused
    {
        /// <inheritdoc/>
        public override string Code => "passcode-like-identifier";

        /// <inheritdoc/>
        public override string Advice =>
            "This passcode is made of your own address, which attackers know. Choose words that have nothing to do with it.";
    }
}
