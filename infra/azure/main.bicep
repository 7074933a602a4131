// OrleansEntry on Azure Container Apps: silos and gateways of one image, state in Table Storage, secrets in a key vault, one managed identity.
//   az deployment group create -g GROUP -f infra/azure/main.bicep -p image=REGISTRY/orleans-entry:TAG publicHost=entry.example.test smtpHost=… mailFrom=…
// Put three secrets into the vault before the first start (README, "Deploy"): deployment, pepper-p1, smtp-password.

@description('Name of everything here: 3 to 12 lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'entry'

@description('Where.')
param location string = resourceGroup().location

@description('The image, as built from infra/container/Dockerfile.')
param image string

@description('The public name of the entrance.')
param publicHost string

@description('The mail server and the address that mails come from. TLS is required.')
param smtpHost string
param smtpUser string = ''
param mailFrom string

@description('How many of each.')
@minValue(2)
@maxValue(20)
param silos int = 3
@minValue(2)
@maxValue(20)
param gateways int = 2

var suffix = uniqueString(resourceGroup().id, name)
var tableContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3')
var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-servers'
  location: location
}

// State. The servers sign in by their identity. The key of the account serves the share alone: a mount knows no identity.
resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('${name}${suffix}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
  }

  resource files 'fileServices' = {
    name: 'default'

    // The key ring, sealed by the deployment's secret.
    resource shared 'shares' = {
      name: 'shared'
      properties: { shareQuota: 1 }
    }
  }
}

resource tableAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, tableContributor)
  scope: storage
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tableContributor
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${suffix}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource vaultAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, secretsUser)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      {
        name: 'servers'
        properties: {
          addressPrefix: '10.20.0.0/23'
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
    ]
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: { infrastructureSubnetId: network.properties.subnets[0].id }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }

  resource shared 'storages' = {
    name: 'shared'
    properties: {
      azureFile: {
        accountName: storage.name
        accountKey: storage.listKeys().keys[0].value
        shareName: storage::files::shared.name
        accessMode: 'ReadWrite'
      }
    }
  }
}

var vaultSecrets = [
  { name: 'deployment', keyVaultUrl: '${vault.properties.vaultUri}secrets/deployment', identity: identity.id }
  { name: 'pepper-p1', keyVaultUrl: '${vault.properties.vaultUri}secrets/pepper-p1', identity: identity.id }
  { name: 'smtp-password', keyVaultUrl: '${vault.properties.vaultUri}secrets/smtp-password', identity: identity.id }
]

var settings = [
  { name: 'ASPNETCORE_ENVIRONMENT', value: 'Production' }
  { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
  { name: 'ORLEANSENTRY_AllowedHosts', value: '${publicHost};localhost' }
  { name: 'ORLEANSENTRY_Gateway__PublicOrigins__0', value: 'https://${publicHost}' }
  { name: 'ORLEANSENTRY_Network__TrustedProxies__0', value: '10.20.0.0/23' }
  { name: 'ORLEANSENTRY_Storage__Kind', value: 'AzureTables' }
  { name: 'ORLEANSENTRY_Storage__AzureTables__ServiceUri', value: storage.properties.primaryEndpoints.table }
  { name: 'ORLEANSENTRY_Keys__DeploymentFile', value: '/secrets/deployment' }
  { name: 'ORLEANSENTRY_Keys__PepperFiles__p1', value: '/secrets/pepper-p1' }
  { name: 'ORLEANSENTRY_Keys__CurrentPepper', value: 'p1' }
  { name: 'ORLEANSENTRY_Mail__Smtp__Host', value: smtpHost }
  { name: 'ORLEANSENTRY_Mail__Smtp__From', value: mailFrom }
  { name: 'ORLEANSENTRY_Mail__Smtp__User', value: smtpUser }
  { name: 'ORLEANSENTRY_Mail__Smtp__Password', secretRef: 'smtp-password' }
]

var volumes = [
  { name: 'shared', storageType: 'AzureFile', storageName: environment::shared.name }
  { name: 'secrets', storageType: 'Secret' }
]

var mounts = [
  { volumeName: 'shared', mountPath: '/data' }
  { volumeName: 'secrets', mountPath: '/secrets' }
]

// The probes name a host that is answered.
var probes = [
  {
    type: 'Liveness'
    httpGet: { path: '/health/live', port: 8080, httpHeaders: [{ name: 'Host', value: 'localhost' }] }
    periodSeconds: 10
  }
  {
    type: 'Readiness'
    httpGet: { path: '/health/ready', port: 8080, httpHeaders: [{ name: 'Host', value: 'localhost' }] }
    periodSeconds: 5
  }
]

resource silo 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-silo'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [tableAccess, vaultAccess]
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      secrets: vaultSecrets
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'silo'
          image: image
          args: ['--role', 'Silo']
          env: settings
          probes: probes
          volumeMounts: mounts
          resources: { cpu: json('2'), memory: '4Gi' }
        }
      ]
      volumes: volumes
      scale: { minReplicas: silos, maxReplicas: silos }
    }
  }
}

resource gateway 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-gateway'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [tableAccess, vaultAccess]
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      secrets: vaultSecrets
      ingress: {
        external: true
        targetPort: 8080
        transport: 'http'
        allowInsecure: false
      }
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'gateway'
          image: image
          args: ['--role', 'Gateway']
          env: settings
          probes: probes
          volumeMounts: mounts
          resources: { cpu: json('1'), memory: '2Gi' }
        }
      ]
      volumes: volumes
      scale: { minReplicas: gateways, maxReplicas: gateways }
    }
  }
}

@description('Where the entrance answers until its public name points here.')
output address string = 'https://${gateway.properties.configuration.ingress.fqdn}'

@description('Where the three secrets go.')
output vaultName string = vault.name
