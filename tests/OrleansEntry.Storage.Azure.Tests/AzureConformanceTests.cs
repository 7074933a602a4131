namespace OrleansEntry.Storage.Azure;

public sealed class AzureGrainStorageConformanceTests(AzuriteFixture azurite) : GrainStorageConformance
{
    protected override async ValueTask<IStorageBackend> Open() => await AzureBackend.Open(azurite.ConnectionString);
}

public sealed class AzureGrainKeyConformanceTests(AzuriteFixture azurite) : GrainKeyConformance
{
    protected override async ValueTask<IStorageBackend> Open() => await AzureBackend.Open(azurite.ConnectionString);
}

public sealed class AzureGrainStorageModelTests(AzuriteFixture azurite) : GrainStorageModelConformance
{
    protected override async ValueTask<IStorageBackend> Open() => await AzureBackend.Open(azurite.ConnectionString);
}

public sealed class AzureJournalConformanceTests(AzuriteFixture azurite) : JournalConformance
{
    protected override async ValueTask<IStorageBackend> Open() => await AzureBackend.Open(azurite.ConnectionString);
}

public sealed class AzureJournalModelTests(AzuriteFixture azurite) : JournalModelConformance
{
    protected override async ValueTask<IStorageBackend> Open() => await AzureBackend.Open(azurite.ConnectionString);
}

public sealed class AzureMembershipConformanceTests(AzuriteFixture azurite) : MembershipConformance
{
    protected override ValueTask<IMembershipBackend> Open() => new(new AzureBackend(azurite.ConnectionString));
}
