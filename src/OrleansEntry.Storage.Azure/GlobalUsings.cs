global using System.Globalization;
global using Azure;
global using Azure.Data.Tables;
