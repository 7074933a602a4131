global using Azure;
global using Azure.Data.Tables;
global using OrleansEntry.Storage.Conformance;
global using Xunit;
