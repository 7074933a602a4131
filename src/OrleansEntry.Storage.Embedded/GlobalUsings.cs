global using System.Globalization;
global using System.Text;
global using Microsoft.Data.Sqlite;
